using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Cornea.Data;
using Cornea.Files;
using Xunit;

namespace Cornea.Tests.Files;

/// <summary>MATLAB files: what is written is read again, other programs' files are the golden case files/mat, and broken ones are said to be so.</summary>
public sealed class MatFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.File("m.mat");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Arrays_come_back_with_the_shapes_that_MATLAB_has(bool compress)
    {
        MatFile.Save(Path, [
            new("images", Tensor.From([.. Enumerable.Range(0, 24).Select(value => (byte)value)], [2, 3, 4])),
            new("labels", Tensor.From([1f, 2, 3], [3])),
            new("number", Tensor.From([7.5], [])),
            new("whole", Tensor.From([-1, 2], [2, 1])),
            new("long_one", Tensor.From([long.MinValue, 5L], [1, 2])),
            new("is_on", Tensor.From([true, false, true], [1, 3])),
            new("none", Tensor.From(Array.Empty<float>(), [0, 5]))], compress);
        MatFile file = MatFile.Load(Path);
        Assert.Equal(["images", "labels", "number", "whole", "long_one", "is_on", "none"], file.Names);
        Assert.Equal([2, 3, 4], file["images"].Shape);
        Assert.Equal([.. Enumerable.Range(0, 24).Select(value => (byte)value)], file["images"].ToArray<byte>());
        Assert.Equal([1, 3], file["labels"].Shape);
        Assert.Equal([1f, 2, 3], file["labels"].ToArray<float>());
        Assert.Equal((DType.Float64, 7.5), (file["number"].DType, file["number"].ToArray<double>()[0]));
        Assert.Equal([-1, 2], file["whole"].ToArray<int>());
        Assert.Equal([long.MinValue, 5], file["long_one"].ToArray<long>());
        Assert.Equal(DType.Bool, file["is_on"].DType);
        Assert.Equal([1, 0, 1], file["is_on"].Cast(DType.Int32).ToArray<int>());
        Assert.Equal([0, 5], file["none"].Shape);
        Assert.True(compress == (File.ReadAllBytes(Path)[128] == 15));
    }

    [Fact]
    public void Images_that_lie_along_the_last_axis_go_to_the_first()
    {
        // As notMNIST_small.mat has them: height × width × number, with labels from 0 on.
        byte[] pixels = [.. Enumerable.Range(0, 3 * 4 * 5).Select(value => (byte)value)];
        MatFile.Save(Path, [new("images", Tensor.From(pixels, [3, 4, 5])), new("labels", Tensor.From([0.0, 2, 1, 1, 0], [5]))]);
        MatFile mat = MatFile.Load(Path);
        Tensor x = mat["images"].Cast(DType.Float32).Transpose(2, 0, 1).Reshape(-1, 3, 4, 1) / 255;
        Assert.Equal([5, 3, 4, 1], x.Shape);
        Assert.Equal(pixels[(2 * 20) + (3 * 5) + 4] / 255f, x[4, 2, 3, 0].ToScalar<float>());
        Tensor y = Labels.ToCategorical(mat["labels"].Reshape(-1).Cast(DType.Int32), 3);
        Assert.Equal([1f, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0], y.ToArray<float>());
    }

    [Fact]
    public void Numbers_are_stored_in_as_few_bytes_as_they_need_and_in_either_order()
    {
        byte[] matrix = Matrix(bigEndian: true, classAndFlags: 6, [1, 3], "x", Element(true, 3, [0xFF, 0xFE, 0, 0, 0x7F, 0xFF]));
        Write(bigEndian: true, matrix);
        Tensor x = MatFile.Load(Path)["x"];
        Assert.Equal(DType.Float64, x.DType);
        Assert.Equal([-2.0, 0, 32767], x.ToArray<double>());
    }

    [Fact]
    public void What_holds_no_numbers_says_what_it_is()
    {
        Write(false, Matrix(false, 5, [2, 2], "s", Element(false, 5, new byte[8])), Matrix(false, 4, [2, 3], "t", Element(false, 1, "adbecf"u8.ToArray())), Matrix(false, 6, [1, 1], "n", Element(false, 9, BitConverter.GetBytes(2.5))));
        MatFile file = MatFile.Load(Path);
        Assert.Equal(["abc", "def"], file.Get("t").ToTexts());
        Assert.Equal(MatKind.Other, file.Get("s").Kind);
        Assert.Contains("a sparse array", Assert.Throws<InvalidOperationException>(() => file["s"]).Message, StringComparison.Ordinal);
        Assert.Equal(2.5, file["n"].ToArray<double>()[0]); // What can't be read doesn't keep the rest from being read.
        Assert.Contains("'n'", Assert.Throws<KeyNotFoundException>(() => file["other"]).Message.Replace("s, t, n", "'n'", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Structures_stand_in_arrays_and_cells_within_cells()
    {
        byte[] one = Matrix(false, 6, [1, 1], "", Element(false, 2, [1])), two = Matrix(false, 6, [1, 1], "", Element(false, 2, [2]));
        byte[] structs = Matrix(false, 2, [1, 2], "p", [.. Element(false, 5, [4, 0, 0, 0]), .. Element(false, 1, "x\0\0\0y\0\0\0"u8.ToArray()), .. one, .. two, .. two, .. one]);
        byte[] cells = Matrix(false, 1, [2, 1], "c", [.. Matrix(false, 1, [1, 1], "", two), .. Element(false, 14, [])]);
        Write(false, structs, cells);
        MatFile file = MatFile.Load(Path);
        IReadOnlyList<MatArray> points = file.Get("p").Items;
        Assert.Equal([1, 2, 2, 1], points.SelectMany(point => new[] { Number(point["x"]), Number(point["y"]) }));
        Assert.Throws<InvalidOperationException>(() => file.Get("p")["x"]);
        Assert.Contains("x, y", Assert.Throws<KeyNotFoundException>(() => points[0]["z"]).Message, StringComparison.Ordinal);
        Assert.Equal(2, Number(file.Get("c").Items[0].Items[0]));
        Assert.Equal([0, 0], file.Get("c").Items[1].Shape);

        static double Number(MatArray array) => array.ToTensor().ToArray<double>()[0];
    }

    [Fact]
    public void Names_are_MATLAB_s()
    {
        foreach (string name in (string[])["", "1a", "a b", "ä", new string('a', 64)])
            Assert.Throws<ArgumentException>(() => MatFile.Save(Path, [new(name, Tensor.From([1f], [1]))]));
        Assert.Throws<ArgumentException>(() => MatFile.Save(Path, [new("a", Tensor.From([1f], [1])), new("a", Tensor.From([1f], [1]))]));
        Assert.False(File.Exists(Path));
    }

    [Fact]
    public void Sizes_are_held_against_what_is_there()
    {
        AssertRefused("'x'", Matrix(false, 6, [2_000_000_000, 2], "x", Element(false, 9, new byte[16])));
        AssertRefused("'x'", Matrix(false, 6, [3, 1], "x", Element(false, 9, new byte[16])));
        AssertRefused("'x'", Matrix(false, 6, [-3, 1], "x", Element(false, 9, new byte[16])).AsSpan(), "sizes");
        AssertRefused("'c'", Matrix(false, 1, [100_000_000, 1], "c", []));
        AssertRefused("bytes", [14, 0, 0, 0, 0xF0, 0xFF, 0xFF, 0x7F]);
        AssertRefused("type 99", Element(false, 99, new byte[8]));
        File.WriteAllText(Path, "This is no MATLAB file, but long enough to be one: " + new string('x', 200));
        Assert.StartsWith(Path, Assert.Throws<InvalidDataException>(() => MatFile.Load(Path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, 300_000_000)] // Real ones: 2.4 GB.
    [InlineData(true, 140_000_000)] // Complex ones: 1.1 GB for each of their parts.
    public void Arrays_of_more_than_an_array_holds_are_refused_before_they_are_read(bool isComplex, int count)
    {
        // Of version 4; the file is all there, but its zeros take no place on the disk.
        byte[] header = [.. Words(false, 0, count, 1, isComplex ? 1 : 0, 2), .. "x\0"u8];
        File.WriteAllBytes(Path, header);
        Lengthen(header.Length + (8L * count * (isComplex ? 2 : 1)));
        AssertTooLarge();

        // Of version 5, a byte for each number, as MATLAB saves small whole ones.
        byte[] start = Matrix(false, isComplex ? 0x0806 : 6, [count, 1], "x", Element(false, 2, []));
        BinaryPrimitives.WriteInt32LittleEndian(start.AsSpan(4), start.Length - 8 + (2 * count) + 8);
        BinaryPrimitives.WriteInt32LittleEndian(start.AsSpan(start.Length - 4), count);
        Write(false, start);
        Lengthen(128 + start.Length + (2L * count) + 8);
        AssertTooLarge();

        void Lengthen(long length)
        {
            using FileStream file = File.OpenWrite(Path);
            file.SetLength(length);
        }

        void AssertTooLarge()
        {
            long before = Storage.AllocatedBytes + GC.GetAllocatedBytesForCurrentThread();
            InvalidDataException error = Assert.Throws<InvalidDataException>(() => MatFile.Load(Path));
            Assert.StartsWith($"{Path}, variable 'x': the file declares an array Float64 ({count}, 1), more than the ", error.Message, StringComparison.Ordinal);
            Assert.InRange(Storage.AllocatedBytes + GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        }
    }

    [Fact]
    public void Nesting_and_expansion_are_bounded()
    {
        byte[] nested = Matrix(false, 6, [1, 1], "", Element(false, 2, [1]));
        for (int depth = 0; depth < 500; depth++) nested = Matrix(false, 1, [1, 1], depth == 499 ? "deep" : "", nested);
        AssertRefused("deep", nested);

        // 400 MB of zeros in 400 KB.
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            byte[] piece = new byte[1 << 20];
            byte[] start = Matrix(false, 9, [400 << 20, 1], "x", Element(false, 2, []));
            BinaryPrimitives.WriteInt32LittleEndian(start.AsSpan(4), start.Length - 8 + (400 << 20));
            BinaryPrimitives.WriteInt32LittleEndian(start.AsSpan(start.Length - 4), 400 << 20);
            zlib.Write(start);
            for (int count = 0; count < 400; count++) zlib.Write(piece);
        }

        long before = Storage.AllocatedBytes + GC.GetAllocatedBytesForCurrentThread();
        AssertRefused("'x'", Element(false, 15, packed.ToArray()), "bytes");
        Assert.InRange(Storage.AllocatedBytes + GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    [Fact]
    public void Rows_and_structures_of_nothing_take_no_memory()
    {
        Write(false, Matrix(false, 4, [int.MaxValue, 0], "text", []), Matrix(false, 4, [1, 0], "empty", []));
        MatFile file = MatFile.Load(Path);
        Assert.Equal([""], file.Get("text").ToTexts()); // One at most, however many the file says.
        Assert.Equal([""], file.Get("empty").ToTexts());
        byte[] noFields = [.. Element(false, 5, Words(false, 8)), .. Element(false, 1, [])];
        AssertRefused("'s'", Matrix(false, 2, [int.MaxValue / 2, 1], "s", noFields));
        Write(false, Matrix(false, 2, [3, 1], "s", noFields));
        Assert.Equal(3, MatFile.Load(Path).Get("s").Items.Count);
    }

    private void AssertRefused(string word, ReadOnlySpan<byte> element, string more = "")
    {
        Write(false, element.ToArray());
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => MatFile.Load(Path));
        Assert.StartsWith(Path, error.Message, StringComparison.Ordinal);
        Assert.True(error.Message.Contains(word, StringComparison.Ordinal) || (more.Length > 0 && error.Message.Contains(more, StringComparison.Ordinal)), error.Message);
    }

    private void Write(bool bigEndian, params byte[][] elements)
    {
        byte[] header = [.. Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file".PadRight(124)), .. bigEndian ? "\u0001\0MI"u8 : "\0\u0001IM"u8];
        File.WriteAllBytes(Path, [.. header, .. elements.SelectMany(element => element)]);
    }

    private static byte[] Matrix(bool bigEndian, int classAndFlags, int[] shape, string name, byte[] data) =>
        Element(bigEndian, 14, [.. Element(bigEndian, 6, Words(bigEndian, classAndFlags, 0)), .. Element(bigEndian, 5, Words(bigEndian, shape)), .. Element(bigEndian, 1, Encoding.ASCII.GetBytes(name)), .. data]);

    private static byte[] Element(bool bigEndian, int type, byte[] data) => [.. Words(bigEndian, type, data.Length), .. data, .. new byte[-data.Length & 7]];

    private static byte[] Words(bool bigEndian, params int[] words)
    {
        byte[] bytes = new byte[4 * words.Length];
        for (int index = 0; index < words.Length; index++)
        {
            if (bigEndian) BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4 * index), words[index]);
            else BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(4 * index), words[index]);
        }

        return bytes;
    }
}
