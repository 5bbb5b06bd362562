using Cornea.Files;

namespace Cornea.Tests.Fuzz;

/// <summary>Changes an HDF5 file: its bytes, or the tree of groups and arrays in it, which is then written as it should be.</summary>
internal static class Hdf5Mutator
{
    public static byte[] Mutate(Random random, byte[] whole)
    {
        if (random.Next(2) == 0) return ByteMutator.Mutate(random, whole);
        Hdf5Group root = Hdf5Reader.Read(ByteSource.Of(whole), "seed");
        var places = new List<(Hdf5Group Group, string Name)>();
        Collect(root, places);
        foreach (string name in root.Attributes.Keys.Where(name => name == "number").ToArray()) root.Attributes.Remove(name); // Texts alone can be written.
        if (root.Attributes.Count > 0 && random.Next(4) == 0) ChangeAttribute(random, root);
        for (int changes = random.Next(1, 3); changes > 0; changes--)
        {
            (Hdf5Group group, string name) = places[random.Next(places.Count)];
            if (group.Members.TryGetValue(name, out Hdf5Object? member)) Change(random, group, name, member, places);
        }

        using var memory = new MemoryStream();
        Hdf5Writer.Write(memory, root);
        return memory.ToArray();
    }

    // A text of JSON or a list of names.
    private static void ChangeAttribute(Random random, Hdf5Group root)
    {
        string name = root.Attributes.Keys.ElementAt(random.Next(root.Attributes.Count));
        string[] texts = root.Attributes[name].Texts();
        if (texts.Length == 0) return;
        int index = random.Next(texts.Length);
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(texts[index]);
        texts[index] = System.Text.Encoding.UTF8.GetString(name.EndsWith("config", StringComparison.Ordinal) ? JsonMutator.Mutate(random, bytes) : ByteMutator.Mutate(random, bytes));
        root.Attributes[name] = texts.Length == 1 ? Hdf5Attribute.Of(texts[0]) : Hdf5Attribute.OfList(texts);
    }

    private static void Collect(Hdf5Group group, List<(Hdf5Group Group, string Name)> places)
    {
        foreach ((string name, Hdf5Object member) in group.Members)
        {
            places.Add((group, name));
            if (member is Hdf5Group inner) Collect(inner, places);
        }
    }

    private static void Change(Random random, Hdf5Group group, string name, Hdf5Object member, List<(Hdf5Group Group, string Name)> places)
    {
        switch (random.Next(6))
        {
            case 0:
                group.Members.Remove(name);
                break;
            case 1:
                group.Members.Remove(name);
                group.Members[random.Next(2) == 0 ? "0" : $"{name}_"] = member;
                break;
            case 2:
                (Hdf5Group other, string otherName) = places[random.Next(places.Count)];
                if (other.Members.TryGetValue(otherName, out Hdf5Object? taken) && taken is Hdf5Array) group.Members[name] = taken;
                break;
            default:
                if (member is Hdf5Array array) group.Members[name] = Changed(random, array);
                break;
        }
    }

    private static Hdf5Array Changed(Random random, Hdf5Array array)
    {
        byte[] bytes = array.Read().Bytes.ToArray();
        if (random.Next(4) > 0)
        {
            byte[] values = bytes.Length == 0 ? bytes : ByteMutator.Mutate(random, bytes);
            System.Array.Resize(ref values, bytes.Length);
            return new Hdf5GivenArray(array.ElementType, [.. array.Shape], () => Storage.Of<byte>(values));
        }

        FileElementType[] types = [FileElementType.Float64, FileElementType.Int64, FileElementType.UInt64, FileElementType.UInt8, FileElementType.Float16];
        FileElementType type = types[random.Next(types.Length)];
        int count = bytes.Length / type.Size();
        return new Hdf5GivenArray(type, random.Next(2) == 0 ? [count] : [1, count, 1], () => Storage.Of<byte>(bytes.AsSpan(0, count * type.Size())));
    }
}
