using System.Text;

namespace Cornea.Files;

/// <summary>Reads attributes: of texts (fixed or of any length) and numbers, in an object's header or beside it.</summary>
internal sealed class Hdf5AttributeReader(Hdf5Bytes file, Hdf5TextHeap texts)
{
    private const int FixedText = 3, AnyLength = 9;
    private const int BytesPerAttribute = 256;
    private const int AnyLengthBytes = 16; // A length, the heap's address, a number in it.

    /// <summary>Puts the attributes of an object's messages into its table.</summary>
    public void ReadAll(List<Hdf5Message> messages, Hdf5Object target, Hdf5Place path)
    {
        foreach (Hdf5Message message in messages)
        {
            if (message.Type == Hdf5MessageType.Attribute) Add(file, message.Offset, message.Size, target, path);
            else if (message.Type == Hdf5MessageType.AttributeInfo) ReadDense(message, target, path);
        }
    }

    // Many attributes, or large ones, lie in a heap of their own.
    private void ReadDense(Hdf5Message message, Hdf5Object target, Hdf5Place path)
    {
        long at = message.Offset + 2 + ((file.Byte(message.Offset + 1) & 1) != 0 ? 2 : 0);
        long heapAt = file.UInt64(at), tree = file.UInt64(at + 8);
        if (heapAt == Hdf5Bytes.Undefined) return;
        var heap = new Hdf5FractalHeap(file, heapAt, path);
        foreach (long record in new Hdf5Tree2(file, path).Records(tree, Hdf5Tree2.AttributeNames))
        {
            (long start, long size) = heap.Find(record);
            Add(file, start, size, target, path);
        }
    }

    private void Add(Hdf5Bytes file, long at, long size, Hdf5Object target, Hdf5Place path)
    {
        long end = at + size;
        int version = file.Byte(at), flags = version == 1 ? 0 : file.Byte(at + 1);
        if (version is < 1 or > 3) throw file.Broken(at, $"expected an attribute of version 1 to 3, got {version}");
        int nameBytes = file.UInt16(at + 2), typeBytes = file.UInt16(at + 4), spaceBytes = file.UInt16(at + 6);
        long nameAt = at + (version == 3 ? 9 : 8), typeAt = nameAt + Padded(nameBytes), spaceAt = typeAt + Padded(typeBytes), dataAt = spaceAt + Padded(spaceBytes);
        if (dataAt > end || nameBytes == 0) throw file.Broken(at, $"an attribute of '{path}' is cut off");
        file.Budget.Take(BytesPerAttribute + (3.0 * nameBytes), "one attribute more");
        string name = Encoding.UTF8.GetString(file.Span(nameAt, nameBytes)).TrimEnd('\0');
        var place = new Hdf5Place(path, $"@{name}");
        if (target.Attributes.ContainsKey(name)) throw file.Broken(at, $"'{path}' has two attributes '{FileText.Shortened(name)}'");
        if ((flags & 3) != 0)
        {
            target.Attributes.Add(name, new Hdf5Attribute(false, () => throw Shared(), () => throw Shared()));
            return;
        }

        int rank = spaceBytes < 4 ? 0 : file.Byte(spaceAt + 1);
        target.Attributes.Add(name, new Hdf5Attribute(rank > 0, Texts, Numbers));

        long Padded(int bytes) => version == 1 ? (bytes + 7L) & ~7L : bytes;

        InvalidDataException Shared() => file.Refused($"'{place}': a type that several attributes share isn't read");

        string[] Texts()
        {
            int kind = file.Byte(typeAt) & 15;
            long count = Count(), elementBytes = file.UInt32(typeAt + 4);
            if (count == 0) return [];
            if (kind == AnyLength && (file.Byte(typeAt + 1) & 15) == 1 && elementBytes == AnyLengthBytes)
                return All(AnyLengthBytes, index => texts.Read(file.UInt32(dataAt + (index * AnyLengthBytes)), file.UInt64(dataAt + (index * AnyLengthBytes) + 4), file.UInt32(dataAt + (index * AnyLengthBytes) + 12), place));
            if (kind != FixedText || elementBytes is 0 or > ushort.MaxValue) throw file.Refused($"'{place}': expected text, got HDF5's type class {kind} of {elementBytes} bytes");
            bool isPaddedBySpaces = (file.Byte(typeAt + 1) & 15) == 2;
            return All(elementBytes, index => Cut(Encoding.UTF8.GetString(file.Span(dataAt + (index * elementBytes), (int)elementBytes)), isPaddedBySpaces));

            string[] All(long bytes, Func<long, string> read)
            {
                if (count > (end - dataAt) / bytes) throw file.Broken(dataAt, $"'{place}' is cut off");
                file.Budget.Take(count * (64.0 + (2 * bytes)), $"the attribute '{place}'");
                var all = new string[count];
                for (int index = 0; index < all.Length; index++) all[index] = read(index);
                return all;
            }
        }

        FileArray Numbers()
        {
            Hdf5NumberType type = Hdf5NumberType.Read(file, new Hdf5Message(Hdf5MessageType.Datatype, typeAt, typeBytes, false), place);
            long count = Count();
            if (count > (end - dataAt) / type.StoredSize) throw file.Broken(dataAt, $"'{place}' is cut off");
            file.Budget.Take(count * (double)type.Elements.Size(), $"the attribute '{place}'");
            byte[] values = new byte[count * type.Elements.Size()];
            type.Decode(file.Span(dataAt, (int)(count * type.StoredSize)).ToArray(), type.Elements, values);
            return new FileArray(type.Elements, [(int)count], values);
        }

        long Count()
        {
            if (file.Byte(spaceAt) == 2 && file.Byte(spaceAt + 3) == 2) return 0; // Without any value.
            long first = spaceAt + (file.Byte(spaceAt) == 1 ? 8 : 4), count = 1;
            if (first + (8L * rank) > dataAt) throw file.Broken(spaceAt, $"'{place}' is cut off");
            for (int axis = 0; axis < rank; axis++)
            {
                long length = file.UInt64(first + (axis * 8));
                if (length < 0 || length > size || count * length > size) throw file.Broken(spaceAt, $"'{place}' has more elements than bytes");
                count *= length;
            }

            return count;
        }
    }

    private static string Cut(string text, bool isPaddedBySpaces)
    {
        int end = text.IndexOf('\0', StringComparison.Ordinal);
        string value = end < 0 ? text : text[..end];
        return isPaddedBySpaces ? value.TrimEnd(' ') : value;
    }
}
