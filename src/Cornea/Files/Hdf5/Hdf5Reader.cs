using System.Text;

namespace Cornea.Files;

/// <summary>Reads the part of HDF5 in which weights are written: groups, and arrays of numbers that lie in the file itself.</summary>
/// <remarks>
/// <para>Refused by name: links to other places or files (soft, external), storage in other files, virtual datasets, types made of others.
/// Every object may be reached by one way only, so that no cycle of links goes on for ever and no file of some bytes becomes a huge tree.</para>
/// <para>Source: HDF5 File Format Specification 3.0. docs/decisions/0009-our-own-hdf5.md says why it's our own.</para>
/// </remarks>
internal sealed class Hdf5Reader
{
    private const int LargestDepth = 200; // Models in each other have two groups each.
    private const int BytesPerObject = 512; // A group, its name and its place in the tree, at least.

    private readonly Hdf5Bytes _file;
    private readonly HashSet<long> _seen = [];
    private readonly Hdf5AttributeReader _attributes;

    private Hdf5Reader(Hdf5Bytes file) => (_file, _attributes) = (file, new Hdf5AttributeReader(file, new Hdf5TextHeap(file)));

    /// <summary>The root group.</summary>
    /// <param name="source">The whole file; arrays are read from it when they are asked for.</param>
    /// <param name="place">What messages call it.</param>
    /// <param name="budget">What all that is made of it is charged to; null: a budget of its own.</param>
    /// <param name="userBlock">How many bytes of another program's lie before <paramref name="source"/> in the file: addresses count without them.</param>
    /// <exception cref="InvalidDataException">It's no HDF5 file, broken, or has something that isn't read.</exception>
    public static Hdf5Group Read(ByteSource source, string place, LoadBudget? budget = null, long userBlock = 0)
    {
        var file = new Hdf5Bytes(source, place, budget ?? LoadBudget.OfFile(place, source.Length));
        return new Hdf5Reader(file).ReadRoot(userBlock);
    }

    private Hdf5Group ReadRoot(long userBlock)
    {
        if (_file.Length < 48 || !_file.Span(0, 8).SequenceEqual(Hdf5Writer.Signature))
            throw _file.Refused("expected an HDF5 file, got something else");
        int version = _file.Byte(8);
        if (version > 3) throw _file.Broken(8, $"expected a superblock of version 0 to 3, got {version}");
        int sizes = version < 2 ? 13 : 9;
        if (_file.Byte(sizes) != 8 || _file.Byte(sizes + 1) != 8) throw _file.Refused("HDF5 files with addresses of other than 8 bytes aren't read");
        int baseAt = version switch { 0 => 24, 1 => 28, _ => 12 };
        if (_file.UInt64(baseAt) != userBlock) throw _file.Refused("HDF5 files that begin inside another file aren't read");
        long root = _file.UInt64(version < 2 ? baseAt + 40 : baseAt + 24);
        return ReadObject(root, Hdf5Place.Root, 0) as Hdf5Group ?? throw _file.Broken(root, "the root isn't a group");
    }

    private Hdf5Object ReadObject(long address, Hdf5Place path, int depth)
    {
        if (!_seen.Add(address)) throw _file.Refused($"'{path}' is an object that stands elsewhere in the file already");
        if (depth > LargestDepth) throw _file.Refused($"'{path}': groups lie in each other more than {LargestDepth} deep");
        _file.Budget.Take(BytesPerObject, "one object more");
        List<Hdf5Message> messages = Hdf5Headers.Read(_file, address);
        Hdf5Object read = messages.Exists(message => message.Type == Hdf5MessageType.Layout)
            ? new Hdf5ArrayReader(_file, path).Read(messages, address)
            : ReadGroup(messages, path, depth);
        _attributes.ReadAll(messages, read, path);
        read.Address = address;
        return read;
    }

    private Hdf5Group ReadGroup(List<Hdf5Message> messages, Hdf5Place path, int depth)
    {
        var group = new Hdf5Group();
        foreach (Hdf5Message message in messages)
        {
            switch (message.Type)
            {
                case Hdf5MessageType.SymbolTable:
                    foreach ((string name, long address) in new Hdf5SymbolTable(_file, path).Read(message)) Add(name, address);
                    break;
                case Hdf5MessageType.Link:
                    ReadLink(message.Offset, message.Size);
                    break;
                case Hdf5MessageType.LinkInfo:
                    ReadDense(message);
                    break;
            }
        }

        return group;

        void Add(string name, long address)
        {
            if (name.Length == 0 || name.Contains('/') || group.Members.ContainsKey(name)) throw _file.Broken(address, $"'{path}' has a member called '{FileText.Shortened(name)}' that can't be");
            group.Members.Add(name, ReadObject(address, new Hdf5Place(path, name), depth + 1));
        }

        // Many links lie in a heap of their own.
        void ReadDense(Hdf5Message message)
        {
            long at = message.Offset + 2 + ((_file.Byte(message.Offset + 1) & 1) != 0 ? 8 : 0), heapAt = _file.UInt64(at);
            if (heapAt == Hdf5Bytes.Undefined) return;
            var heap = new Hdf5FractalHeap(_file, heapAt, path);
            foreach (long record in new Hdf5Tree2(_file, path).Records(_file.UInt64(at + 8), Hdf5Tree2.LinkNames))
            {
                (long start, long size) = heap.Find(record);
                ReadLink(start, size);
            }
        }

        void ReadLink(long at, long size)
        {
            int flags = _file.Byte(at + 1);
            if (_file.Byte(at) != 1) throw _file.Broken(at, "expected a link of version 1");
            at += 2;
            int kind = (flags & 8) != 0 ? _file.Byte(at++) : 0;
            at += ((flags & 4) != 0 ? 8 : 0) + ((flags & 16) != 0 ? 1 : 0);
            int sizeBytes = 1 << (flags & 3);
            long length = _file.Number(at, sizeBytes);
            at += sizeBytes;
            if (length > size) throw _file.Broken(at, "a link's name is longer than the link");
            string name = Encoding.UTF8.GetString(_file.Span(at, (int)length));
            if (kind != 0) throw _file.Refused($"'{path}' has {(kind == 1 ? "a soft" : "an external")} link, '{FileText.Shortened(name)}'; only what lies in the file itself is read");
            Add(name, _file.UInt64(at + length));
        }
    }
}
