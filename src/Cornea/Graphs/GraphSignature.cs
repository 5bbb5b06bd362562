namespace Cornea.Graphs;

/// <summary>A graph's structure without its tensors: what a cached plan is found by, and holds nobody's memory alive.</summary>
internal sealed class GraphSignature : IEquatable<GraphSignature>
{
    private readonly List<object> _parts = [];
    private readonly int _hash;

    public GraphSignature(Graph graph)
    {
        var numbers = new Dictionary<Tensor, int>(ReferenceEqualityComparer.Instance);
        int count = 0;
        foreach (Parameter parameter in graph.Parameters)
        {
            numbers[parameter.Tensor] = count++;
            _parts.Add(parameter.Kind);
            _parts.Add(parameter.Tensor.Spec);
        }

        foreach (Node node in graph.Nodes)
        {
            _parts.Add(node.Op.Key);
            foreach (Tensor input in node.Inputs) AddReference(input);
            foreach (Tensor output in node.Outputs) numbers[output] = count++;
        }

        foreach (Tensor output in graph.Outputs) AddReference(output);
        _parts.Add("assignments");
        foreach (Assignment assignment in graph.Assignments)
        {
            AddReference(assignment.Target.Tensor);
            AddReference(assignment.Value);
        }

        var hash = default(HashCode);
        foreach (object part in _parts) hash.Add(part);
        _hash = hash.ToHashCode();

        void AddReference(Tensor tensor)
        {
            // A number of the user's may be a parameter: then its value isn't part of the structure.
            if (numbers.TryGetValue(tensor, out int place))
            {
                _parts.Add(place);
                return;
            }

            _parts.Add(BitConverter.DoubleToInt64Bits(tensor.Literal!.Value)); // 0 and −0 differ.
            _parts.Add(tensor.DType.Name);
        }
    }

    public bool Equals(GraphSignature? other) => other is not null && _hash == other._hash && _parts.SequenceEqual(other._parts);

    public override bool Equals(object? obj) => Equals(obj as GraphSignature);

    public override int GetHashCode() => _hash;
}
