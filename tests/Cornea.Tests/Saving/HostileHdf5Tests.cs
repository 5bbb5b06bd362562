using System.Buffers.Binary;
using Cornea.Files;
using Xunit;

namespace Cornea.Tests.Saving;

/// <summary>Small files that would become large, or take long: refused after work that their real size accounts for.</summary>
public class HostileHdf5Tests
{
    private const long Nothing = Hdf5Bytes.Undefined;
    private const Hdf5MessageType Comment = (Hdf5MessageType)0x0D; // Nobody looks at it.

    [Fact]
    public void Names_that_overlap_are_refused()
    {
        // 1,000 members whose names are one text of 100,000 characters, begun each at another place.
        var forge = new Hdf5Forge();
        long names = forge.Add([.. Enumerable.Repeat((byte)'n', 100_000), 0]);
        long heap = forge.Add(new Hdf5Block(32).Bytes("HEAP"u8).UInt32(0).UInt64(100_001).UInt64(1).UInt64(names).ToArray());
        var entries = new Hdf5Block(64);
        entries.Bytes("SNOD"u8).Bytes([1, 0]).UInt16(1000);
        for (int index = 0; index < 1000; index++) entries.UInt64(index).UInt64(8).UInt32(0).UInt32(0).UInt64(0).UInt64(0);
        long node = forge.Add(entries.ToArray());
        long tree = forge.Add(new Hdf5Block(64).Bytes("TREE"u8).Bytes([0, 0]).UInt16(1).UInt64(-1).UInt64(-1).UInt64(0).UInt64(node).UInt64(0).ToArray());
        Refused(forge.File(forge.Header((Hdf5MessageType.SymbolTable, new Hdf5Block(16).UInt64(tree).UInt64(heap).ToArray()))), "overlap");
    }

    [Fact]
    public void A_header_that_goes_on_in_itself_is_refused()
    {
        var forge = new Hdf5Forge();
        long start = forge.Next;
        forge.Add([.. "OCHK"u8, .. Hdf5Forge.Messages((Hdf5MessageType.Continuation, Hdf5Forge.Continuation(start, 28))), 0, 0, 0, 0]);
        Refused(forge.File(forge.Header((Hdf5MessageType.Continuation, Hdf5Forge.Continuation(start, 28)))), "overlap");
    }

    [Fact]
    public void Messages_that_many_objects_share_are_refused()
    {
        var forge = new Hdf5Forge();
        long shared = forge.Add([.. "OCHK"u8, .. Hdf5Forge.Messages([.. Enumerable.Repeat((Comment, System.Array.Empty<byte>()), 20_000)]), 0, 0, 0, 0]);
        var links = new List<(Hdf5MessageType, byte[])>();
        for (int index = 0; index < 1000; index++)
            links.Add((Hdf5MessageType.Link, Hdf5Forge.Link($"{index}", forge.Header((Hdf5MessageType.Continuation, Hdf5Forge.Continuation(shared, 80_008))))));
        Refused(forge.File(forge.Header([.. links])), "overlap");
    }

    [Fact]
    public void Chunks_that_overlap_are_refused()
    {
        // 1,000 chunks, each a byte further on in the same 4,000 bytes.
        var forge = new Hdf5Forge();
        long data = forge.Add(new byte[5000]);
        var tree = new Hdf5Block(64);
        tree.Bytes("TREE"u8).Bytes([1, 0]).UInt16(1000).UInt64(-1).UInt64(-1);
        for (int index = 0; index < 1000; index++) tree.UInt32(4000).UInt32(0).UInt64(index * 1000L).UInt64(0).UInt64(data + index);
        long array = forge.Array(Hdf5Forge.InChunks(forge.Add(tree.ToArray()), 1000), [1_000_000]);
        Refused(Root(forge, array), "overlap");
    }

    [Fact]
    public void Many_arrays_of_the_same_bytes_are_charged_each()
    {
        var forge = new Hdf5Forge();
        long data = forge.Add(new byte[1 << 20]);
        var links = new List<(Hdf5MessageType, byte[])>();
        for (int index = 0; index < 1000; index++)
            links.Add((Hdf5MessageType.Link, Hdf5Forge.Link($"{index}", forge.Array(Hdf5Forge.InOnePiece(data, 1 << 20), [1 << 18]))));
        Refused(forge.File(forge.Header([.. links])), "allowed for what is really stored", mostAllocated: 200 << 20);
    }

    [Fact]
    public void What_was_never_written_reads_as_its_fill_value()
    {
        byte[] fill = Hdf5Forge.Fill(BitConverter.GetBytes(1.5f));
        var forge = new Hdf5Forge();
        Assert.Equal([1.5f, 1.5f, 1.5f], Read(Root(forge, forge.Array(Hdf5Forge.InOnePiece(Nothing, 12), [3], fill))).ToArray<float>());
        forge = new Hdf5Forge();
        Assert.Equal([0f, 0f, 0f], Read(Root(forge, forge.Array(Hdf5Forge.InOnePiece(Nothing, 12), [3]))).ToArray<float>());

        // Of three chunks the middle one is there.
        forge = new Hdf5Forge();
        long data = forge.Add([.. BitConverter.GetBytes(7f), .. BitConverter.GetBytes(8f)]);
        long tree = forge.Add(new Hdf5Block(64).Bytes("TREE"u8).Bytes([1, 0]).UInt16(1).UInt64(-1).UInt64(-1).UInt32(8).UInt32(0).UInt64(2).UInt64(0).UInt64(data).ToArray());
        Assert.Equal([1.5f, 1.5f, 7f, 8f, 1.5f], Read(Root(forge, forge.Array(Hdf5Forge.InChunks(tree, 2), [5], fill))).ToArray<float>());
    }

    [Fact]
    public void What_was_never_written_is_charged_before_there_is_memory()
    {
        var forge = new Hdf5Forge();
        Refused(Root(forge, forge.Array(Hdf5Forge.InOnePiece(Nothing, 400_000_000), [100_000_000])), "allowed for what is really stored");
    }

    [Fact]
    public void Layouts_of_floats_are_read_or_refused()
    {
        var forge = new Hdf5Forge();
        long data = forge.Add([0x80, 0x3F, 0x00, 0x40, 0xC0, 0x7F, 0x80, 0xC0]);
        FileArray read = Read(Root(forge, forge.Array(Hdf5Forge.InOnePiece(data, 8), [4], type: Hdf5Forge.BFloat16)));
        Assert.Equal([1f, 2f, float.NaN, -4f], read.ToArray<float>());

        forge = new Hdf5Forge();
        data = forge.Add(new byte[8]);
        byte[] odd = Hdf5Forge.Float32;
        odd[12] = 20; // Where the exponent lies.
        Refused(Root(forge, forge.Array(Hdf5Forge.InOnePiece(data, 8), [2], type: odd)), "mantissa");
        odd = Hdf5Forge.Float32;
        odd[10] = 24; // Bits that are used.
        Refused(Root(forge, forge.Array(Hdf5Forge.InOnePiece(data, 8), [2], type: odd)), "bits");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Fletcher_s_checksum_is_compared(bool isRight)
    {
        byte[] values = [.. BitConverter.GetBytes(1f), .. BitConverter.GetBytes(2f)];
        byte[] checksum = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, Fletcher32.Of(values) ^ (isRight ? 0u : 1u));
        var forge = new Hdf5Forge();
        long data = forge.Add([.. values, .. checksum]);
        long tree = forge.Add(new Hdf5Block(64).Bytes("TREE"u8).Bytes([1, 0]).UInt16(1).UInt64(-1).UInt64(-1).UInt32(12).UInt32(0).UInt64(0).UInt64(0).UInt64(data).ToArray());
        byte[] file = Root(forge, forge.Array(Hdf5Forge.InChunks(tree, 2), [2], filters: [2, 1, 3, 0, 0, 0, 0, 0]));
        if (isRight) Assert.Equal([1f, 2f], Read(file).ToArray<float>());
        else Refused(file, "checksum");
    }

    [Fact]
    public void Fletcher_s_checksum_is_that_of_the_specification()
    {
        Assert.Equal(0u, Fletcher32.Of([]));
        Assert.Equal(0x0001_0001u, Fletcher32.Of([0, 1]));
        Assert.Equal(0x0004_0003u, Fletcher32.Of([0, 1, 0, 2]));
        Assert.Equal(0x0001_0001u, Fletcher32.Of([0xFF, 0xFF, 0, 1])); // Sums are modulo 65535.
        Assert.Equal(0x0100_0100u, Fletcher32.Of([1]));
        Assert.Equal(0x0102_0304u, Fletcher32.Exchanged(0x0201_0403u));
    }

    private static byte[] Root(Hdf5Forge forge, long array) => forge.File(forge.Header((Hdf5MessageType.Link, Hdf5Forge.Link("a", array))));

    private static FileArray Read(byte[] file) => ((Hdf5Array)Hdf5Reader.Read(ByteSource.Of(file), "forged").Members["a"]).Read();

    private static void Refused(byte[] file, string message, long mostAllocated = 64 << 20)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        InvalidDataException error = Assert.Throws<InvalidDataException>(() =>
        {
            foreach (Hdf5Object member in Hdf5Reader.Read(ByteSource.Of(file), "forged").Members.Values) ((Hdf5Array)member).Read();
        });
        Assert.StartsWith("forged", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.InRange(error.Message.Length, 1, 1000);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, mostAllocated);
    }
}
