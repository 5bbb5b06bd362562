using Cornea.Graphs;

namespace Cornea.Compiler;

/// <summary>f(x), f(x) → one f(x): nodes of equal operations on the same inputs become one.</summary>
internal sealed class CommonSubexpressions : IPass
{
    public string Name => "common subexpressions";

    public Graph Apply(Graph graph)
    {
        var known = new Dictionary<Key, Tensor[]>();
        return GraphRewriter.Rewrite(graph, (node, inputs) =>
        {
            var key = new Key(node.Op, inputs);
            if (known.TryGetValue(key, out Tensor[]? same)) return same;
            bool kept = inputs.SequenceEqual(node.Inputs, ReferenceEqualityComparer.Instance);
            Tensor[] outputs = kept ? node.Outputs : Node.Emit(node.Op, inputs);
            known.Add(key, outputs);
            return kept ? null : outputs;
        });
    }

    private readonly struct Key(Op op, Tensor[] inputs) : IEquatable<Key>
    {
        private readonly Op _op = op;
        private readonly Tensor[] _inputs = inputs;

        public bool Equals(Key other) => _op.Equals(other._op) && _inputs.Length == other._inputs.Length && SameInputs(other);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            hash.Add(_op);
            foreach (Tensor input in _inputs) hash.Add(input.Literal is { } number ? number.GetHashCode() : System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(input));
            return hash.ToHashCode();
        }

        private bool SameInputs(Key other)
        {
            for (int index = 0; index < _inputs.Length; index++)
            {
                Tensor a = _inputs[index], b = other._inputs[index];
                if (ReferenceEquals(a, b)) continue;
                if (a.Literal is not { } x || b.Literal is not { } y || a.DType != b.DType) return false;
                if (BitConverter.DoubleToInt64Bits(x) != BitConverter.DoubleToInt64Bits(y)) return false; // 0 and −0 differ.
            }

            return true;
        }
    }
}
