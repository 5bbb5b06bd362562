namespace Cornea.Onnx;

/// <summary>One application of an operator: the names of what goes in and comes out; an empty name stands for what is left out.</summary>
internal sealed class NodeProto
{
    public string Name { get; private set; } = "";

    public string OpType { get; private set; } = "";

    public string Domain { get; private set; } = "";

    public List<string> Inputs { get; } = [];

    public List<string> Outputs { get; } = [];

    public Dictionary<string, AttributeProto> Attributes { get; } = [];

    /// <summary>What messages call it.</summary>
    public string Label => Name.Length > 0 ? $"node '{Shortened(Name)}' ({Operator})" : $"node {Operator} that gives '{Shortened(Outputs.FirstOrDefault() ?? "")}'";

    /// <summary>The operator, with its domain where that isn't ONNX' own.</summary>
    public string Operator => Shortened(Domain is "" or "ai.onnx" ? OpType : $"{Domain}.{OpType}");

    public static NodeProto Read(WireReader reader)
    {
        var node = new NodeProto();
        reader.Message(field =>
        {
            switch (field)
            {
                case 1: node.Inputs.Add(reader.Text()); break;
                case 2: node.Outputs.Add(reader.Text()); break;
                case 3: node.Name = reader.Text(); break;
                case 4: node.OpType = reader.Text(); break;
                case 5:
                    AttributeProto attribute = AttributeProto.Read(reader);
                    node.Attributes[attribute.Name] = attribute;
                    break;
                case 7: node.Domain = reader.Text(); break;
                default: return false;
            }

            return true;
        });
        return node;
    }

    /// <summary>A name out of a file, as it may stand in a message.</summary>
    public static string Shortened(string name) => name.Length <= 200 ? name : $"{name[..200]}…";
}
