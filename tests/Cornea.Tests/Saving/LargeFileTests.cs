using System.IO.Compression;
using Cornea.Files;
using Cornea.Layers;
using Cornea.Tests.Files;
using Xunit;

namespace Cornea.Tests.Saving;

/// <summary>Files and arrays beyond 2 and 4 GB, checksums of what is read in pieces, and what models given as text may take.</summary>
public class LargeFileTests
{
    private const long Beyond = 4_500_000_000;

    [Fact]
    public void What_lies_beyond_4_GB_is_written_and_read_in_a_zip_archive()
    {
        // Zeros that stand in the processor's cache, and of which the stream keeps none.
        const int Part = 1 << 24;
        Storage zeros = Storage.Zeroed(Part);
        var root = new Hdf5Group();
        for (long at = 0; at < Beyond; at += Part) root.Members[$"a{at}"] = new Hdf5GivenArray(FileElementType.UInt8, [Part], () => zeros);
        root.Members["b"] = new Hdf5GivenArray(FileElementType.Float32, [2], () => Storage.Of<float>([1.5f, -2f]));
        var stream = new SparseStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        using (Stream content = archive.CreateEntry("weights", CompressionLevel.NoCompression).Open())
            Hdf5Writer.Write(content, root);

        NpzFile again = NpzFile.Open(() => stream, "large");
        using ByteSource source = again.OpenEntry("weights", LoadBudget.OfFile("large", stream.Length));
        Hdf5Group read = Hdf5Reader.Read(source, "large");
        Assert.Equal(Part, ((Hdf5Array)read.Members["a0"]).ByteCount);
        Assert.Equal([1.5f, -2f], ((Hdf5Array)read.Members["b"]).Read().ToArray<float>());
        source.CheckWhole();
    }

    [Fact]
    public void An_array_of_more_than_4_GB_has_its_size_and_its_end()
    {
        var forge = new Hdf5Forge();
        long large = forge.Array(Hdf5Forge.InOnePiece(1 << 20, Beyond), [3, Beyond / 12]);
        long last = forge.Array(Hdf5Forge.InOnePiece((1 << 20) + Beyond - 4, 4), [1]);
        byte[] file = forge.File(forge.Header((Hdf5MessageType.Link, Hdf5Forge.Link("a", large)), (Hdf5MessageType.Link, Hdf5Forge.Link("b", last))));
        var stream = new SparseStream();
        stream.Write(file);
        stream.Position = (1 << 20) + Beyond - 4;
        stream.Write(BitConverter.GetBytes(7f));
        Hdf5Group root = Read(stream);
        Assert.Equal(Beyond, ((Hdf5Array)root.Members["a"]).ByteCount);
        Assert.Equal([7f], ((Hdf5Array)root.Members["b"]).Read().ToArray<float>());
        stream.SetLength(stream.Length - 1);
        Assert.Contains("bytes at", Assert.Throws<InvalidDataException>(() => Read(stream)).Message, StringComparison.Ordinal);

        static Hdf5Group Read(SparseStream stream) => Hdf5Reader.Read(new ByteSource(stream, 0, stream.Length, "large"), "large");
    }

    [Theory]
    [InlineData(10)]
    [InlineData(400)]
    public void A_bit_that_turned_in_a_weight_is_found(int units)
    {
        using var folder = new TemporaryFolder();
        var model = new Sequential("m") { new Input(units), new Dense(units) };
        model.Save(folder.File("m.keras"));
        byte[] bytes = File.ReadAllBytes(folder.File("m.keras"));
        byte[] weight = BitConverter.GetBytes(model.Weights[0].Value[5, 5].ToScalar<float>());
        bytes[bytes.AsSpan().IndexOf(weight)] ^= 1;
        File.WriteAllBytes(folder.File("m.keras"), bytes);
        foreach (Action load in new Action[] { () => Model.Load(folder.File("m.keras")), () => model.LoadWeights(folder.File("m.keras")) })
        {
            InvalidDataException error = Assert.Throws<InvalidDataException>(load);
            Assert.StartsWith(folder.File("m.keras"), error.Message, StringComparison.Ordinal);
            Assert.Contains("checksum", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_compressed_archive_is_read_too()
    {
        using var folder = new TemporaryFolder();
        var model = new Sequential("m") { new Input(30), new Dense(20) };
        model.Save(folder.File("stored.keras"));
        using (var from = ZipFile.OpenRead(folder.File("stored.keras")))
        using (var to = ZipFile.Open(folder.File("packed.keras"), ZipArchiveMode.Create))
        {
            foreach (ZipArchiveEntry entry in from.Entries)
            {
                using Stream source = entry.Open(), target = to.CreateEntry(entry.FullName, CompressionLevel.Optimal).Open();
                source.CopyTo(target);
            }
        }

        Assert.Equal(model.Weights[0].Value.ToArray<float>(), Model.Load(folder.File("packed.keras")).Weights[0].Value.ToArray<float>());
    }

    [Fact]
    public void A_text_of_a_few_letters_makes_no_model_of_gigabytes()
    {
        const string Large = """
            {"class_name": "Sequential", "config": {"name": "s", "layers": [
              {"class_name": "InputLayer", "config": {"batch_shape": [null, 20000]}}, {"class_name": "Dense", "config": {"units": 20000, "kernel_initializer": "zeros"}}]}}
            """;
        long before = Storage.AllocatedBytes;
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Model.FromJson(Large));
        Assert.Contains("maximumBytes", error.Message, StringComparison.Ordinal);
        Assert.InRange(Storage.AllocatedBytes - before, 0, 200 << 20);
        string smaller = Large.Replace("20000", "6300", StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => Model.FromJson(smaller));
        Assert.Equal(6300 * 6301, Model.FromJson(smaller, maximumBytes: 1 << 28).ParameterCount);
    }

    [Fact]
    public void Memory_of_zeros_is_zeros_wherever_it_comes_from()
    {
        foreach (int bytes in (int[])[1, 64, 100_000, 5_000_000])
        {
            for (int round = 0; round < 3; round++)
            {
                Storage storage = Storage.Zeroed(bytes);
                Assert.Equal(0, storage.Address % 64);
                Assert.False(storage.Span<byte>().ContainsAnyExcept((byte)0));
                storage.Span<byte>().Fill(0xFF);
            }

            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
