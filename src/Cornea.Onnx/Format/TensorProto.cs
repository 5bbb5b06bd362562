namespace Cornea.Onnx;

/// <summary>An array as an ONNX file holds it: its numbers in one of several fields, as raw bytes, or in a file beside.</summary>
internal sealed class TensorProto
{
    public string Name { get; set; } = "";

    public List<long> Dims { get; } = [];

    public ElementType Type { get; set; }

    public List<float> Floats { get; } = [];

    public List<long> Integers { get; } = []; // int32_data, int64_data and uint64_data: a type uses one of them.

    public List<double> Doubles { get; } = [];

    /// <summary>Where in the file the raw bytes lie, from the number that gives their length.</summary>
    public (long Start, long End)? Raw { get; set; }

    /// <summary>Whether the numbers lie in a file beside.</summary>
    public bool IsExternal { get; set; }

    /// <summary>Location, offset and length of numbers in a file beside.</summary>
    public Dictionary<string, string> External { get; } = [];

    /// <summary>Reads an array that is a message inside the present one.</summary>
    public static TensorProto Read(WireReader reader)
    {
        var tensor = new TensorProto();
        reader.Message(tensor.Field(reader));
        return tensor;
    }

    /// <summary>Reads an array that a file holds by itself.</summary>
    public static TensorProto ReadFields(WireReader reader)
    {
        var tensor = new TensorProto();
        reader.Fields(tensor.Field(reader));
        return tensor;
    }

    private Func<int, bool> Field(WireReader reader) => field =>
    {
        switch (field)
        {
            case 1: reader.Integers(Dims); break;
            case 2: Type = (ElementType)(int)Math.Clamp(reader.Integer(), -1, 1000); break;
            case 4: reader.Singles(Floats); break;
            case 5 or 7 or 11: reader.Integers(Integers); break;
            case 8: Name = reader.Text(); break;
            case 9: Raw = reader.Later(); break;
            case 10: reader.Doubles(Doubles); break;
            case 13: ReadExternal(reader, External); break;
            case 14: IsExternal = reader.Integer() == 1; break;
            default: return false;
        }

        return true;
    };

    private static void ReadExternal(WireReader reader, Dictionary<string, string> entries)
    {
        string key = "", value = "";
        reader.Message(field =>
        {
            switch (field)
            {
                case 1: key = reader.Text(); break;
                case 2: value = reader.Text(); break;
                default: return false;
            }

            return true;
        });
        entries[key] = value;
    }
}
