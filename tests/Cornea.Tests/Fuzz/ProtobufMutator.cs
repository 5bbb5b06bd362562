using Google.Protobuf;

namespace Cornea.Tests.Fuzz;

/// <summary>
/// Changes an ONNX file field by field, so that it stays valid Protocol Buffers: fields go, come twice, change places; numbers become extremes;
/// names become others that stand in the file, so that graphs have loops and holes. Sometimes bytes are changed, or lengths lie.
/// </summary>
internal static class ProtobufMutator
{
    private static readonly ulong[] Extremes =
    [
        0, 1, 2, 3, 7, 8, 16, 255, 65535, 1000, 1 << 20, int.MaxValue, 1UL << 31, uint.MaxValue, 1UL << 32, long.MaxValue, 1UL << 63, ulong.MaxValue, ulong.MaxValue - 1, 1UL << 40,
    ];

    // Which fields of which message are messages: all others of that kind are bytes.
    private static readonly Dictionary<(string, int), string> Messages = new()
    {
        [("model", 7)] = "graph", [("model", 8)] = "opset", [("graph", 1)] = "node", [("graph", 5)] = "tensor", [("graph", 11)] = "value", [("graph", 12)] = "value",
        [("node", 5)] = "attribute", [("attribute", 5)] = "tensor", [("attribute", 6)] = "graph", [("value", 2)] = "type", [("type", 1)] = "tensor type",
        [("tensor type", 2)] = "shape", [("shape", 1)] = "dim", [("tensor", 13)] = "entry",
    };

    public static byte[] Mutate(Random random, byte[] whole)
    {
        if (random.Next(4) == 0) return ByteMutator.Mutate(random, whole);
        Message root = Parse(whole, "model");
        for (int changes = random.Next(1, 5); changes > 0; changes--)
        {
            var places = new List<(Message Owner, int Index)>();
            Collect(root, places);
            if (places.Count > 0) Change(random, places[random.Next(places.Count)], places);
        }

        return Write(root);
    }

    private static Message Parse(ReadOnlySpan<byte> bytes, string kind)
    {
        var message = new Message(kind, []);
        var input = new CodedInputStream(bytes.ToArray());
        while (!input.IsAtEnd)
        {
            uint tag = input.ReadTag();
            int field = (int)(tag >> 3);
            message.Fields.Add(new Field(field, tag & 7, (tag & 7) switch
            {
                0 => input.ReadUInt64(),
                1 => (ulong)input.ReadFixed64(),
                5 => (ulong)input.ReadFixed32(),
                _ => Messages.TryGetValue((kind, field), out string? inner) ? Parse(input.ReadBytes().Span, inner) : input.ReadBytes().ToByteArray(),
            }));
        }

        return message;
    }

    private static byte[] Write(Message message)
    {
        using var memory = new MemoryStream();
        var output = new CodedOutputStream(memory);
        foreach (Field field in message.Fields)
        {
            output.WriteTag(field.Number, (WireFormat.WireType)field.Kind);
            switch (field.Value)
            {
                case Message inner: output.WriteBytes(ByteString.CopyFrom(Write(inner))); break;
                case byte[] bytes: output.WriteBytes(ByteString.CopyFrom(bytes)); break;
                case ulong number when field.Kind == 1: output.WriteFixed64(number); break;
                case ulong number when field.Kind == 5: output.WriteFixed32((uint)number); break;
                case ulong number: output.WriteUInt64(number); break;
            }
        }

        output.Flush();
        return memory.ToArray();
    }

    private static void Collect(Message message, List<(Message Owner, int Index)> places)
    {
        for (int index = 0; index < message.Fields.Count; index++)
        {
            places.Add((message, index));
            if (message.Fields[index].Value is Message inner) Collect(inner, places);
        }
    }

    private static void Change(Random random, (Message Owner, int Index) place, List<(Message Owner, int Index)> all)
    {
        List<Field> fields = place.Owner.Fields;
        Field field = fields[place.Index];
        (Message Owner, int Index) other = all[random.Next(all.Count)];
        switch (random.Next(9))
        {
            case 0:
                fields.RemoveAt(place.Index);
                break;
            case 1:
                fields.Insert(random.Next(fields.Count + 1), Copy(field));
                break;
            case 2:
                int at = random.Next(fields.Count);
                (fields[place.Index], fields[at]) = (fields[at], fields[place.Index]);
                break;
            case 3:
                fields.Add(Copy(other.Owner.Fields[other.Index]));
                break;
            case 4 when field.Value is byte[] bytes && bytes.Length > 0:
                fields[place.Index] = field with { Value = ByteMutator.Mutate(random, bytes) };
                break;
            case 5 or 6 when field.Value is byte[]:
                (Message Owner, int Index)[] texts = [.. all.Where(entry => entry.Owner.Fields[entry.Index].Value is byte[] { Length: > 0 and < 100 })];
                if (texts.Length == 0) break;
                (Message from, int there) = texts[random.Next(texts.Length)];
                fields[place.Index] = field with { Value = from.Fields[there].Value };
                break;
            default:
                // Mostly numbers, which are sizes, types and settings as a rule.
                (Message Owner, int Index)[] numbers = [.. all.Where(entry => entry.Owner.Fields[entry.Index].Value is ulong)];
                if (numbers.Length == 0) break;
                (Message owner, int index) = numbers[random.Next(numbers.Length)];
                owner.Fields[index] = owner.Fields[index] with { Value = Extremes[random.Next(Extremes.Length)] };
                break;
        }
    }

    // A message that holds itself would have no end.
    private static Field Copy(Field field) => field.Value is Message message ? field with { Value = message with { Fields = [.. message.Fields.Select(Copy)] } } : field;

    private sealed record Message(string Kind, List<Field> Fields);

    private sealed record Field(int Number, uint Kind, object Value);
}
