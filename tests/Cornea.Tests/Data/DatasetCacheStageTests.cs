using Cornea.Data;
using Xunit;

namespace Cornea.Tests.Data;

public sealed class DatasetCacheStageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cornea-cache-").FullName;
    private int _made;

    private string FileName => Path.Combine(_folder, "elements");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Dataset Numbers(int count) => Dataset.FromLoader(count, i =>
    {
        Interlocked.Increment(ref _made);
        return new Batch(Tensor.From(new[] { (float)i, -i }), Tensor.From([i % 2 == 0], Shape.Scalar));
    });

    private static float[] Values(Dataset data) => [.. data.SelectMany(element => element.Inputs[0].ToArray<float>())];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Elements_are_made_once(bool inFile)
    {
        float[] expected = Values(Numbers(5));
        _made = 0;
        Dataset cached = Numbers(5).Cache(inFile ? FileName : null);
        Assert.Equal(expected, Values(cached));
        Assert.Equal(expected, Values(cached.Batch(2)));
        Assert.Equal([.. expected, .. expected], Values(cached.Repeat(2).Prefetch()));
        Assert.Equal([1, 0, 1], cached.Take(3).Select(element => element.Targets![0].ToScalar<int>()));
        Assert.Equal(5, _made);
        Assert.Equal(inFile ? [FileName] : [], Directory.GetFiles(_folder)); // Nothing temporary is left.
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Only_a_whole_iteration_counts(bool inFile)
    {
        Dataset cached = Numbers(5).Cache(inFile ? FileName : null);
        Assert.Equal([0, 0, 1, -1], Values(cached.Take(2)));
        Assert.Empty(Directory.GetFiles(_folder));
        Assert.Equal(10, Values(cached).Length);
        Assert.Equal(7, _made);
    }

    [Fact]
    public void What_comes_before_happens_once()
    {
        Dataset cached = Dataset.Range(50).Shuffle(50, seed: 3).Cache();
        long[] Order() => [.. cached.Select(element => element.Inputs[0].ToScalar<long>())];
        Assert.Equal(Order(), Order());
        Dataset later = Dataset.Range(50).Cache().Shuffle(50, seed: 3);
        Assert.NotEqual([.. later.Select(element => element.Inputs[0].ToScalar<long>())], later.Select(element => element.Inputs[0].ToScalar<long>()).ToArray());
    }

    // Staged memory is used again; the cache's own must not be.
    [Fact]
    public void Cached_elements_stay_as_they_are()
    {
        Dataset cached = Dataset.From(Tensor.From(Enumerable.Range(0, 12).Select(i => (float)i).ToArray(), [6, 2])).Map(x => x.Sum() + x).Cache();
        float[] first = Staged(cached), again = Staged(cached.Map(x => x * 1).Batch(2)), last = Staged(cached);
        Assert.Equal(first, again);
        Assert.Equal(first, last);

        static float[] Staged(Dataset data)
        {
            var values = new List<float>();
            using IEnumerator<Batch> elements = data.GetStagedEnumerator();
            while (elements.MoveNext()) values.AddRange(elements.Current.Inputs[0].ToArray<float>());
            return [.. values];
        }
    }

    [Fact]
    public void Damaged_files_are_refused()
    {
        Values(Numbers(5).Cache(FileName));
        byte[] whole = File.ReadAllBytes(FileName);
        Dataset cached = Numbers(5).Cache(FileName);
        for (int length = 0; length < whole.Length; length += 7)
        {
            File.WriteAllBytes(FileName, whole[..length]);
            Assert.Contains(FileName, Assert.Throws<InvalidDataException>(() => Values(cached)).Message, StringComparison.Ordinal);
        }

        for (int place = 0; place < whole.Length; place++)
        {
            byte[] wrong = [.. whole];
            wrong[place] ^= 0x41;
            File.WriteAllBytes(FileName, wrong);
            Assert.Throws<InvalidDataException>(() => Values(cached));
        }

        File.WriteAllBytes(FileName, whole);
        Assert.Contains("another pipeline", Assert.Throws<InvalidDataException>(() => Values(Numbers(6).Cache(FileName))).Message, StringComparison.Ordinal);
        Assert.Contains("another pipeline", Assert.Throws<InvalidDataException>(() => Values(Dataset.Range(5).Cache(FileName))).Message, StringComparison.Ordinal);
        Assert.Equal(10, Values(cached).Length);
    }
}
