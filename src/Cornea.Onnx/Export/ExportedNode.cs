namespace Cornea.Onnx;

/// <summary>A node of an ONNX graph that is being made.</summary>
/// <param name="Operator">ONNX' operator.</param>
/// <param name="Name">The node's name.</param>
/// <param name="Inputs">Names of values.</param>
/// <param name="Outputs">Names of values.</param>
/// <param name="Attributes">An attribute is a long, a float, a string, an array of long, or a graph.</param>
internal sealed record ExportedNode(string Operator, string Name, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyList<(string Name, object Value)> Attributes)
{
    public ProtoMessage ToMessage()
    {
        var message = new ProtoMessage();
        foreach (string input in Inputs) message.Text(1, input);
        foreach (string output in Outputs) message.Text(2, output);
        message.Text(3, Name).Text(4, Operator);
        foreach ((string name, object value) in Attributes) message.Message(5, Attribute(name, value));
        return message;
    }

    private static ProtoMessage Attribute(string name, object value)
    {
        var message = new ProtoMessage().Text(1, name);
        switch (value)
        {
            case long number: return message.Integer(3, number).Integer(20, 2);
            case float number: return message.Single(2, number).Integer(20, 1);
            case string text: return message.Text(4, text).Integer(20, 3);
            case ProtoMessage graph: return message.Message(6, graph).Integer(20, 5);
            default:
                foreach (long number in (long[])value) message.Integer(8, number);
                return message.Integer(20, 7);
        }
    }
}
