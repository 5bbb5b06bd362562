namespace Cornea.Files;

/// <summary>The members of a group in HDF5's old form: a B-tree of symbol tables, and a heap with the names.</summary>
internal sealed class Hdf5SymbolTable(Hdf5Bytes file, Hdf5Place path)
{
    private const int LargestDepth = 8;
    private readonly HashSet<long> _seen = [];

    public List<(string Name, long Address)> Read(Hdf5Message message)
    {
        if (message.Size < 16) throw file.Broken(message.Offset, "a symbol table's message is too short");
        long tree = file.UInt64(message.Offset), heap = file.UInt64(message.Offset + 8);
        file.Signature(heap, "HEAP"u8);
        long names = file.UInt64(heap + 24), namesEnd = names + file.UInt64(heap + 8);
        if (names < 0 || namesEnd < names || namesEnd > file.Length) throw file.Broken(heap, "a heap lies outside the file");
        var found = new List<(string, long)>();
        Node(tree, LargestDepth);
        return found;

        void Node(long address, int depth)
        {
            if (depth == 0 || !_seen.Add(address)) throw file.Broken(address, $"the members of '{path}' go round in a circle");
            if (file.Span(address, 4).SequenceEqual("SNOD"u8))
            {
                Entries(address);
                return;
            }

            file.Signature(address, "TREE"u8);
            if (file.Byte(address + 4) != 0) throw file.Broken(address, "expected a tree of a group's members");
            int count = file.UInt16(address + 6);
            file.Claim(address, 24 + (count * 16L));
            for (int index = 0; index < count; index++) Node(file.UInt64(address + 24 + 8 + (index * 16L)), depth - 1);
        }

        void Entries(long address)
        {
            int count = file.UInt16(address + 6);
            file.Claim(address, 8 + (count * 40L));
            for (int index = 0; index < count; index++)
            {
                long entry = address + 8 + (index * 40L);
                string name = Name(file.UInt64(entry));
                if (file.UInt32(entry + 16) == 2) throw file.Refused($"'{path}' has a soft link, '{FileText.Shortened(name)}'; only what lies in the file itself is read");
                found.Add((name, file.UInt64(entry + 8)));
            }
        }

        string Name(long offset)
        {
            if (offset < 0 || offset >= namesEnd - names) throw file.Broken(heap, "a name lies outside its heap");
            return file.Text(names + offset, namesEnd);
        }
    }
}
