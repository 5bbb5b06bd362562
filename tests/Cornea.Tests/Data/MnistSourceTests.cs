using System.Security.Cryptography;
using Cornea.Data;
using Cornea.Tests.Files;
using Xunit;

namespace Cornea.Tests.Data;

public sealed class MnistSourceTests : IDisposable
{
    private static readonly Uri Nowhere = new("http://127.0.0.1:9/"); // The discard port: nobody listens.

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, byte[]> _files = new()
    {
        ["train-images.gz"] = IdxFileTests.GZip([0, 0, 8, 3, .. Size(60_000), .. Size(28), .. Size(28), .. Pattern(60_000 * 784, 251)]),
        ["train-labels.gz"] = IdxFileTests.GZip([0, 0, 8, 1, .. Size(60_000), .. Pattern(60_000, 10)]),
        ["test-images.gz"] = IdxFileTests.GZip([0, 0, 8, 3, .. Size(10_000), .. Size(28), .. Size(28), .. Pattern(10_000 * 784, 241)]),
        ["test-labels.gz"] = IdxFileTests.GZip([0, 0, 8, 1, .. Size(10_000), .. Pattern(10_000, 10)]),
    };

    private DatasetCache Cache => new(_folder.Path, patience: TimeSpan.FromSeconds(1));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Downloads_once_and_then_reads_the_cache()
    {
        int requests = 0;
        using var files = new LocalServer((number, response) =>
        {
            Interlocked.Increment(ref requests);
            byte[] content = _files.Values.ElementAt(number - 1); // They are asked for in this order.
            response.ContentLength64 = content.Length;
            response.OutputStream.Write(content);
        });
        MnistSource source = Source(files.Address);

        Assert.False(source.IsHere(Cache));
        ImageSet first = source.Load(Cache);
        Assert.True(source.IsHere(Cache));
        ImageSet second = (source with { Addresses = [Nowhere] }).Load(Cache);
        Assert.Equal(4, requests);
        Assert.Equal([60_000, 28, 28], first.TrainImages.Shape.ToArray());
        Assert.Equal([10_000], first.TestLabels.Shape.ToArray());
        Assert.True(first.TrainImages.Bytes.SequenceEqual(second.TrainImages.Bytes));
        Assert.Equal(Pattern(10_000, 10), second.TestLabels.Bytes.ToArray());
    }

    [Fact]
    public void The_folder_of_the_system_comes_first()
    {
        Directory.CreateDirectory(_folder.File("system"));
        foreach (var (name, content) in _files)
            File.WriteAllBytes(Path.Combine(_folder.File("system"), name), content);
        ImageSet set = (Source(Nowhere) with { SystemFolder = _folder.File("system") }).Load(Cache);
        Assert.Equal(60_000, set.TrainLabels.Count);
    }

    [Fact]
    public void Offline_it_says_what_to_do()
    {
        FileNotFoundException error = Assert.Throws<FileNotFoundException>(() => Source(Nowhere).Load(Cache));
        Assert.Equal("train-images.gz", error.FileName);
        Assert.Contains("apt-get install dataset-test", error.Message, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_folder.Path, "test"), error.Message, StringComparison.Ordinal);
        Assert.Contains(Source(Nowhere).TrainImages.Hash!, error.Message, StringComparison.Ordinal);

        error = Assert.Throws<FileNotFoundException>(() => (Source(Nowhere) with { Package = null }).Load(Cache));
        Assert.Contains(". Put the file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_another_form_is_refused()
    {
        Directory.CreateDirectory(_folder.File("test"));
        foreach (var (name, content) in _files)
            File.WriteAllBytes(Path.Combine(_folder.File("test"), name), content);
        string labels = Path.Combine(_folder.File("test"), "test-labels.gz");

        File.WriteAllBytes(labels, IdxFileTests.GZip([0, 0, 8, 1, .. Size(10_000), .. Pattern(10_000, 11)]));
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Source(Nowhere).Load(Cache));
        Assert.Contains("label 10 is 10", error.Message, StringComparison.Ordinal);

        File.WriteAllBytes(labels, IdxFileTests.GZip([0, 0, 8, 1, .. Size(10), .. Pattern(10, 10)]));
        error = Assert.Throws<InvalidDataException>(() => Source(Nowhere).Load(Cache));
        Assert.Contains("expected UInt8 (10000,)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fashion_Mnist_of_the_system_is_the_publisher_s()
    {
        MnistSource source = FashionMnist.Source;
        if (!Directory.Exists(source.SystemFolder))
            Assert.Skip($"{source.SystemFolder} is not here: apt-get install {source.Package}.");
        ImageSet set = source.Load(Cache);

        // Sums over the elements of the publisher's files.
        Assert.Equal("c59f468a2f672dc8", HashOfFile(set.TrainImages.Bytes, 3, 60_000)[..16]);
        Assert.Equal("bad3541b69d91243", HashOfFile(set.TrainLabels.Bytes, 1, 60_000)[..16]);
        Assert.Equal("5b4141f0afbad91e", HashOfFile(set.TestImages.Bytes, 3, 10_000)[..16]);
        Assert.Equal("0402a96d92fd2663", HashOfFile(set.TestLabels.Bytes, 1, 10_000)[..16]);
    }

    [Fact]
    public void The_cache_folder_follows_CORNEA_HOME()
    {
        string? before = Environment.GetEnvironmentVariable(DatasetCache.HomeVariable);
        try
        {
            Environment.SetEnvironmentVariable(DatasetCache.HomeVariable, _folder.Path);
            Assert.Equal(Path.Combine(_folder.Path, "datasets", "mnist"), new DatasetCache().FolderOf(Mnist.Source.Folder));
            Environment.SetEnvironmentVariable(DatasetCache.HomeVariable, null);
            Assert.EndsWith(Path.Combine("cornea", "datasets"), DatasetCache.DefaultFolder, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable(DatasetCache.HomeVariable, before);
        }
    }

    private static string HashOfFile(ReadOnlySpan<byte> elements, byte rank, int count)
    {
        byte[] header = rank == 3 ? [0, 0, 8, 3, .. Size(count), .. Size(28), .. Size(28)] : [0, 0, 8, 1, .. Size(count)];
        return Convert.ToHexStringLower(SHA256.HashData([.. header, .. elements]));
    }

    private static byte[] Size(int size) => [(byte)(size >> 24), (byte)(size >> 16), (byte)(size >> 8), (byte)size];

    private static byte[] Pattern(int count, int modulus) => [.. Enumerable.Range(0, count).Select(i => (byte)(i % modulus))];

    private MnistSource Source(Uri address)
    {
        DatasetFile File(string name) => new(name, _files[name].Length, Convert.ToHexStringLower(SHA256.HashData(_files[name])));
        return new MnistSource(
            "Test", "test", SystemFolder: null, Package: "dataset-test", [address],
            File("train-images.gz"), File("train-labels.gz"), File("test-images.gz"), File("test-labels.gz"));
    }
}
