namespace Cornea.Onnx;

/// <summary>An attribute of a node: its name, and what it has of the kinds of values.</summary>
internal sealed class AttributeProto
{
    public string Name { get; private set; } = "";

    public float? Float { get; private set; }

    public long? Integer { get; private set; }

    public byte[]? Bytes { get; private set; }

    public TensorProto? Tensor { get; private set; }

    public GraphProto? Graph { get; private set; }

    public List<float> Floats { get; } = [];

    public List<long> Integers { get; } = [];

    public List<string> Texts { get; } = [];

    public static AttributeProto Read(WireReader reader)
    {
        var attribute = new AttributeProto();
        reader.Message(field =>
        {
            switch (field)
            {
                case 1: attribute.Name = reader.Text(); break;
                case 2: attribute.Float = reader.Single(); break;
                case 3: attribute.Integer = reader.Integer(); break;
                case 4: attribute.Bytes = reader.Bytes(); break;
                case 5: attribute.Tensor = TensorProto.Read(reader); break;
                case 6: attribute.Graph = GraphProto.Read(reader); break;
                case 7: reader.Singles(attribute.Floats); break;
                case 8: reader.Integers(attribute.Integers); break;
                case 9: attribute.Texts.Add(reader.Text()); break;
                default: return false;
            }

            return true;
        });
        return attribute;
    }
}
