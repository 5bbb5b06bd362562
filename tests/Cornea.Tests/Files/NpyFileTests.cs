using System.Buffers.Binary;
using System.Numerics;
using System.Text;
using Cornea.Files;
using Xunit;

namespace Cornea.Tests.Files;

public class NpyFileTests
{
    [Fact]
    public void Reads_every_type_order_and_version_that_NumPy_writes()
    {
        using Stream resource = typeof(NpyFileTests).Assembly.GetManifestResourceStream("numpy_types.npz")!;
        using var memory = new MemoryStream();
        resource.CopyTo(memory);
        NpzFile file = NpzFile.Open(memory.ToArray(), "numpy_types.npz"); // make_numpy_types.py made it.
        Assert.Equal(14 * 2 * 2 * 3, file.Names.Count);
        foreach (string name in file.Names)
        {
            FileArray array = file[name];
            string code = name.Split('_')[0];
            Assert.Equal([2, 3, 4], array.Shape.ToArray());
            Assert.Equal(code, array.ElementType.Code());
            for (int i = 0; i < 24; i++)
            {
                var expected = new Complex(code == "b1" ? i % 2 : i, code[0] == 'c' ? i + 1 : 0);
                Assert.Equal(expected, array.ToComplexArray()[i]);
            }
        }
    }

    [Fact]
    public void Writes_the_bytes_that_NumPy_writes()
    {
        // numpy.lib.format.write_array(file, numpy.arange(6, dtype='<f4').reshape(2, 3), version=(1, 0)), NumPy 1.24.
        const string Expected =
            "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAg"
            + "ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAACAPwAAAEAAAEBAAACAQAAAoEA=";
        using var stream = new MemoryStream();
        NpyFile.Write(stream, FileArray.From<float>([0, 1, 2, 3, 4, 5], 2, 3));
        Assert.Equal(Expected, Convert.ToBase64String(stream.ToArray()));
    }

    [Fact]
    public void What_is_written_comes_back()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("x.npy");
        Check<bool>([true, false], 2);
        Check<sbyte>([-1], 1);
        Check<byte>([1, 2, 3, 4], 2, 2);
        Check<short>([-5], 1, 1, 1);
        Check<ushort>([65535], 1);
        Check<int>([int.MinValue]);
        Check<uint>([uint.MaxValue], 1);
        Check<long>([long.MinValue, 3], 2);
        Check<ulong>([ulong.MaxValue], 1);
        Check<Half>([(Half)0.5f], 1);
        Check<float>([float.NaN, float.NegativeInfinity], 2, 1);
        Check<double>([], 0, 3);
        Check<Complex>([new(1, 2)], 1);

        void Check<T>(T[] values, params int[] shape)
            where T : unmanaged
        {
            NpyFile.Write(path, FileArray.From<T>(values, shape));
            FileArray back = NpyFile.Read(path);
            Assert.Equal(shape, back.Shape.ToArray());
            Assert.Equal(values, back.AsSpan<T>().ToArray());
        }
    }

    [Fact]
    public void Any_byte_but_0_is_true()
    {
        byte[] file = Make("{'descr': '|b1', 'fortran_order': False, 'shape': (3,), }", 3);
        file[^1] = 0x80;
        Assert.Equal([0, 0, 1], Read(file).ToArray<int>());
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}")]
    [InlineData("{ \"shape\":(2 , ) ,\"fortran_order\" :False,\"descr\":\"<f4\" }\n")]
    [InlineData("{'descr': '=f4', 'fortran_order': True, 'shape': (2L,), }")]
    [InlineData("{'descr': 'f4', 'fortran_order': False, 'shape': (1, 2), }")]
    public void Other_spellings_of_the_header_are_read(string header) => Assert.Equal(2, Read(Make(header, 8)).Count);

    [Theory]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", "pickle")]
    [InlineData("{'descr': 'O', 'fortran_order': False, 'shape': (2,), }", "pickle")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }", "structured")]
    [InlineData("{'descr': '<U5', 'fortran_order': False, 'shape': (2,), }", "'<U5'")]
    [InlineData("{'descr': '<f3', 'fortran_order': False, 'shape': (2,), }", "'<f3'")]
    [InlineData("{'descr': '', 'fortran_order': False, 'shape': (2,), }", "''")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }", "negative")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2147483648,), }", "larger than")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999999,), }", "larger than")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647,), }", "declares")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (65536, 65536, 65536, 65536), }", "declares")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", "declares")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", "8 follow")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647, 2147483647, 0), }", "8 follow")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': 2, }", "expected '('")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2 3), }", "expected ')'")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (2,), }", "True or False")]
    [InlineData("{'descr': '<f4', 'shape': (2,), }", "lacks")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "twice")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'x': exit()}", "unknown")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} + exit()", "follows")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (__import__('os').getpid(),)}", "expected a size")]
    [InlineData("{'descr': '<f4\\x00', 'fortran_order': False, 'shape': (2,)}", "backslash")]
    [InlineData("{'descr': '<f4", "doesn't end")]
    [InlineData("{", "expected a string")]
    [InlineData("", "expected '{'")]
    public void Broken_headers_are_refused(string header, string message)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Read(Make(header, 8)));
        Assert.StartsWith("x.npy:", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Too_many_axes_are_refused()
    {
        string ones = string.Concat(Enumerable.Repeat("1, ", 65));
        Assert.Throws<InvalidDataException>(() => Read(Make($"{{'descr': '<f4', 'fortran_order': False, 'shape': ({ones})}}", 4)));
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        byte[] whole = Make("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 8);
        for (int length = 0; length < whole.Length; length++)
            Assert.Throws<InvalidDataException>(() => Read(whole[..length]));
    }

    [Fact]
    public void Wrong_signature_version_and_header_length_are_refused()
    {
        byte[] whole = Make("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", 8);
        Assert.Contains("NUMPY", Assert.Throws<InvalidDataException>(() => Read([.. "PK\x03\x04"u8, .. whole])).Message, StringComparison.Ordinal);
        byte[] version = [.. whole];
        version[6] = 4;
        Assert.Contains("version 4.0", Assert.Throws<InvalidDataException>(() => Read(version)).Message, StringComparison.Ordinal);

        // Version 2 has four bytes for the length: 4 GiB of header are declared, and nothing is allocated.
        byte[] huge = [.. whole[..6], 2, 0, 0xff, 0xff, 0xff, 0xff, .. whole[10..]];
        Assert.Contains("header declares", Assert.Throws<InvalidDataException>(() => Read(huge)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Mutated_files_give_an_array_or_InvalidDataException()
    {
        byte[] whole = Make("{'descr': '>i8', 'fortran_order': True, 'shape': (2, 3), }", 48);
        Mutations.Check(whole, bytes => Read(bytes));
    }

    private static FileArray Read(byte[] bytes) => NpyFile.Read(new MemoryStream(bytes), bytes.Length, "x.npy");

    private static byte[] Make(string header, int bytes)
    {
        byte[] text = Encoding.Latin1.GetBytes(header);
        byte[] length = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)text.Length);
        return [0x93, .. "NUMPY"u8, 1, 0, .. length, .. text, .. new byte[bytes]];
    }
}
