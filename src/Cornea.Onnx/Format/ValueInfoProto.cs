namespace Cornea.Onnx;

/// <summary>What a file says of an input or output: name, element type, and the sizes of its axes, as numbers or names.</summary>
internal sealed class ValueInfoProto
{
    public string Name { get; private set; } = "";

    /// <summary>Undefined where it isn't a tensor.</summary>
    public ElementType Type { get; private set; }

    /// <summary>The sizes; null where the file doesn't give even their number. An unknown size has a name, perhaps an empty one.</summary>
    public List<(long? Size, string Name)>? Dims { get; private set; }

    public static ValueInfoProto Read(WireReader reader)
    {
        var info = new ValueInfoProto();
        reader.Message(field => field switch
        {
            1 => Done(() => info.Name = reader.Text()),
            2 => Done(() => reader.Message(kind => kind == 1 && Done(() => reader.Message(info.ReadTensorType(reader))))),
            _ => false,
        });
        return info;
    }

    private Func<int, bool> ReadTensorType(WireReader reader) => field =>
    {
        switch (field)
        {
            case 1: Type = (ElementType)(int)Math.Clamp(reader.Integer(), -1, 1000); break;
            case 2:
                Dims = [];
                reader.Message(inner => inner == 1 && Done(() => Dims.Add(ReadDim(reader))));
                break;
            default: return false;
        }

        return true;
    };

    private static (long? Size, string Name) ReadDim(WireReader reader)
    {
        (long? size, string name) = (null, "");
        reader.Message(field =>
        {
            switch (field)
            {
                case 1: size = reader.Integer(); break;
                case 2: name = reader.Text(); break;
                default: return false;
            }

            return true;
        });
        return (size, name);
    }

    private static bool Done(Action action)
    {
        action();
        return true;
    }
}
