using Cornea.Files;
using PureHDF;
using Xunit;

namespace Cornea.Tests.Saving;

public class Hdf5Tests
{
    [Fact]
    public void What_is_written_is_read_by_us_and_by_another_library()
    {
        byte[] bytes = Write(Many(700));
        Hdf5Group again = Hdf5Reader.Read(ByteSource.Of(bytes), "memory");
        using var other = H5File.Open(new MemoryStream(bytes));
        Assert.Equal(700, again.Find("layers")!.Members.Count);
        foreach (int index in (int[])[0, 1, 63, 256, 699])
        {
            var array = (Hdf5Array)again.Find($"layers/dense_{index}/vars")!.Members["0"];
            Assert.Equal([2, 3], array.Shape);
            Assert.Equal([index, 2, 3, 4, 5, 6], array.Read().ToArray<float>());
            Assert.Equal([index, 2, 3, 4, 5, 6], other.Dataset($"layers/dense_{index}/vars/0").Read<float[]>());
            Assert.Equal($"dénse {index}", other.Group($"layers/dense_{index}/vars").Attribute("name").Read<string>());
        }
    }

    [Fact]
    public void Every_type_of_number_comes_back()
    {
        var root = new Hdf5Group();
        FileArray[] arrays =
        [
            FileArray.From<float>([1.5f, float.NaN], 2), FileArray.From<double>([-0.0], 1), FileArray.From<long>([long.MinValue], []), FileArray.From<int>([-7], 1),
            FileArray.From<byte>([255], 1), FileArray.From<Half>([(Half)0.1], 1), FileArray.From<ushort>([65535], 1), FileArray.From<float>([], 0, 3),
        ];
        for (int index = 0; index < arrays.Length; index++)
        {
            FileArray array = arrays[index];
            root.Members[$"{index}"] = new Hdf5GivenArray(array.ElementType, array.Shape.ToArray(), () => Storage.Of(array.Bytes));
        }

        Hdf5Group again = Hdf5Reader.Read(ByteSource.Of(Write(root)), "memory");
        for (int index = 0; index < arrays.Length; index++)
        {
            FileArray got = ((Hdf5Array)again.Members[$"{index}"]).Read();
            Assert.Equal(arrays[index].ToString(), got.ToString());
            Assert.Equal(arrays[index].Bytes.ToArray(), got.Bytes.ToArray());
        }
    }

    [Fact]
    public void Chunks_are_read_compressed_and_shuffled()
    {
        int[,] values = new int[50, 20];
        for (int row = 0; row < 50; row++)
            for (int column = 0; column < 20; column++) values[row, column] = (row * 20) + column;
        Hdf5Group root = Hdf5Reader.Read(ByteSource.Of(Resource("h5py_chunks.h5")), "h5py");
        Assert.Equal(values.Cast<int>(), ((Hdf5Array)root.Members["chunks"]).Read().ToArray<int>());
        Assert.Equal([0.0, 1, 2, 3, 4], ((Hdf5Array)root.Members["big_endian"]).Read().ToArray<double>());
    }

    [Theory]
    [InlineData("h5py_soft.h5", "soft link")]
    [InlineData("h5py_external_link.h5", "external link")]
    [InlineData("h5py_external_storage.h5", "other files")]
    [InlineData("h5py_virtual.h5", "virtual dataset")]
    [InlineData("h5py_text.h5", "expected numbers")]
    [InlineData("h5py_hard_cycle.h5", "elsewhere")]
    public void What_leads_out_of_the_file_is_refused(string file, string message)
    {
        var error = Assert.Throws<InvalidDataException>(() => ReadAll(Hdf5Reader.Read(ByteSource.Of(Resource(file)), file)));
        Assert.StartsWith(file, error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_bytes_are_invalid_data_and_nothing_else()
    {
        byte[][] seeds = [Write(Many(20)), Resource("h5py_chunks.h5")];
        var random = new Random(1);
        foreach (byte[] seed in seeds)
        {
            for (int length = 0; length < Math.Min(seed.Length, 2000); length += 7) Try(seed[..length]);
            for (int round = 0; round < 4000; round++)
            {
                byte[] bytes = [.. seed];
                for (int change = random.Next(1, 5); change > 0; change--)
                    bytes[random.Next(bytes.Length)] = (byte)(random.Next(3) switch { 0 => 0xFF, 1 => 0, _ => random.Next(256) });
                Try(bytes);
            }
        }

        static void Try(byte[] bytes)
        {
            try
            {
                ReadAll(Hdf5Reader.Read(ByteSource.Of(bytes), "mutated"));
            }
            catch (InvalidDataException)
            {
                // The only thing that may happen, other than reading it.
            }
        }
    }

    internal static byte[] Resource(string name)
    {
        using Stream stream = typeof(Hdf5Tests).Assembly.GetManifestResourceStream(name)!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private static void ReadAll(Hdf5Group group)
    {
        foreach (Hdf5Object member in group.Members.Values)
        {
            if (member is Hdf5Group inner) ReadAll(inner);
            else if (((Hdf5Array)member).ByteCount < 1 << 24) ((Hdf5Array)member).Read();
        }
    }

    private static Hdf5Group Many(int count)
    {
        var root = new Hdf5Group();
        for (int index = 0; index < count; index++)
        {
            int value = index;
            Hdf5Group group = root.Make($"layers/dense_{index}/vars");
            group.Label = $"dénse {index}";
            group.Members["0"] = new Hdf5GivenArray(FileElementType.Float32, [2, 3], () => Storage.Of<float>([value, 2, 3, 4, 5, 6]));
        }

        return root;
    }

    private static byte[] Write(Hdf5Group root)
    {
        using var stream = new MemoryStream();
        Hdf5Writer.Write(stream, root);
        return stream.ToArray();
    }
}
