using System.IO.Compression;
using Cornea.Files;
using Xunit;

namespace Cornea.Tests.Files;

public class IdxFileTests
{
    private static readonly byte[] Bytes2X3 = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reads_bytes_plain_and_gzipped(bool compress)
    {
        FileArray array = Read(compress ? GZip(Bytes2X3) : Bytes2X3);
        Assert.Equal("UInt8 (2, 3)", array.ToString());
        Assert.Equal([1, 2, 3, 4, 5, 6], array.ToArray<int>());
    }

    [Fact]
    public void Reads_every_type()
    {
        Assert.Equal([-2], Read([0, 0, 0x09, 1, 0, 0, 0, 1, 0xfe]).ToArray<int>());
        Assert.Equal([-2], Read([0, 0, 0x0B, 1, 0, 0, 0, 1, 0xff, 0xfe]).ToArray<int>());
        Assert.Equal([258], Read([0, 0, 0x0C, 1, 0, 0, 0, 1, 0, 0, 1, 2]).ToArray<int>());
        Assert.Equal([1.5f], Read([0, 0, 0x0D, 1, 0, 0, 0, 1, 0x3f, 0xc0, 0, 0]).AsSpan<float>().ToArray());
        Assert.Equal([1.5], Read([0, 0, 0x0E, 1, 0, 0, 0, 1, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0]).AsSpan<double>().ToArray());
    }

    [Theory]
    [InlineData(new byte[] { 0, 1, 8, 1, 0, 0, 0, 1, 9 }, "two zero bytes")]
    [InlineData(new byte[] { 0, 0, 7, 1, 0, 0, 0, 1, 9 }, "0x07")]
    [InlineData(new byte[] { 0, 0, 8, 0, 9 }, "0 axes")]
    [InlineData(new byte[] { 0, 0, 8, 200, 9 }, "200 axes")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0xff, 0xff, 0xff, 0xff, 9 }, "4,294,967,295")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0x7f, 0xff, 0xff, 0xff, 9 }, "declares an array")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0x7f, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 9 }, "declares an array")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 1 }, "makes a file of 9 bytes")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 9, 9 }, "makes a file of 9 bytes")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0 }, "the sizes")]
    [InlineData(new byte[] { 0 }, "first two bytes")]
    public void Broken_files_are_refused(byte[] bytes, string message)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Read(bytes));
        Assert.StartsWith("x.idx:", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_gzip_is_refused()
    {
        byte[] whole = GZip(Bytes2X3);
        for (int length = 0; length < whole.Length; length++)
            Assert.Throws<InvalidDataException>(() => Read(whole[..length]));
        byte[] wrongSum = [.. whole];
        wrongSum[^5] ^= 1;
        Assert.Throws<InvalidDataException>(() => Read(wrongSum));
        Assert.Throws<InvalidDataException>(() => Read(GZip([.. Bytes2X3, 7])));
    }

    [Fact]
    public void A_small_gzip_that_declares_a_huge_array_allocates_nothing()
    {
        byte[] bytes = GZip([0, 0, 8, 1, 0x0f, 0xff, 0xff, 0xff]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => Read(bytes));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_saved_is_loaded(bool compress)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("x.idx");
        Tensor[] arrays = [Tensor.From(new byte[] { 1, 2, 255, 0 }, [2, 1, 2]), Tensor.From(new[] { -1, int.MaxValue }, [2]), Tensor.From(new[] { 0.1f, float.NaN }, [1, 2]), Tensor.From(new[] { Math.PI }, [1])];
        foreach (Tensor array in arrays)
        {
            IdxFile.Save(path, array, compress);
            Tensor loaded = IdxFile.Load(path);
            Assert.Equal((array.DType, array.Shape), (loaded.DType, loaded.Shape));
            Assert.Equal(array.Cast(DType.Float64).ToArray<double>(), loaded.Cast(DType.Float64).ToArray<double>());
        }

        Assert.Contains("the format has no int64", Assert.Throws<ArgumentException>(() => IdxFile.Save(path, Tensor.From(new[] { 1L }, [1]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_cap_is_settable() =>
        Assert.Throws<InvalidDataException>(() => IdxFile.Read(new MemoryStream(GZip(Bytes2X3)), "x.idx", maximumBytes: 5));

    [Fact]
    public void Mutated_files_give_an_array_or_InvalidDataException()
    {
        Mutations.Check(Bytes2X3, bytes => Read(bytes));
        Mutations.Check(GZip(Bytes2X3), bytes => Read(bytes));
    }

    internal static byte[] GZip(byte[] content)
    {
        using var memory = new MemoryStream();
        using (var gzip = new GZipStream(memory, CompressionLevel.Optimal, leaveOpen: true))
            gzip.Write(content);
        return memory.ToArray();
    }

    private static FileArray Read(byte[] bytes) => IdxFile.Read(new MemoryStream(bytes), "x.idx");
}
