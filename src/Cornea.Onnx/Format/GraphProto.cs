namespace Cornea.Onnx;

/// <summary>A graph of an ONNX file: nodes in an order in which they can be computed, and the arrays that they begin with.</summary>
internal sealed class GraphProto
{
    public string Name { get; private set; } = "";

    public List<NodeProto> Nodes { get; } = [];

    public List<TensorProto> Initializers { get; } = [];

    public List<ValueInfoProto> Inputs { get; } = [];

    public List<ValueInfoProto> Outputs { get; } = [];

    public static GraphProto Read(WireReader reader)
    {
        var graph = new GraphProto();
        reader.Message(field =>
        {
            switch (field)
            {
                case 1: graph.Nodes.Add(NodeProto.Read(reader)); break;
                case 2: graph.Name = reader.Text(); break;
                case 5: graph.Initializers.Add(TensorProto.Read(reader)); break;
                case 11: graph.Inputs.Add(ValueInfoProto.Read(reader)); break;
                case 12: graph.Outputs.Add(ValueInfoProto.Read(reader)); break;
                case 15: throw reader.Wrong("sparse initializers aren't supported");
                default: return false;
            }

            return true;
        });
        return graph;
    }
}
