namespace Cornea.Graphs.Operations;

/// <summary>
/// The gradient of a <see cref="Scan"/>: a scan that goes through the steps the other way. It carries the gradients of the carries and
/// sums those of what was captured; those of the sequences are its outputs. Of the forward steps it reads what they saved.
/// </summary>
internal sealed class ScanGradient
{
    private readonly Scan _scan;
    private readonly Node _node;
    private readonly Tensor?[] _given;
    private readonly Graph _body;
    private readonly Tensor[] _parameters;
    private readonly List<(Tensor First, Tensor Inside)> _carries = [];
    private readonly List<Tensor> _next = [];
    private readonly List<(Tensor All, Tensor Inside)> _sequences = [];
    private readonly List<Tensor> _outputs = [];

    public ScanGradient(Scan scan, Node node, Tensor?[] gradients)
    {
        (_scan, _node, _given, _body) = (scan, node, gradients, scan.Body.Graph);
        _parameters = [.. _body.Parameters.Select(parameter => parameter.Tensor)];
    }

    public Tensor?[] Emit()
    {
        Tensor?[] found = Gradients.Through([.. _body.Outputs], Seeds(), _parameters);
        for (int index = 0; index < _scan.Carries; index++)
            if (IsFloating(_scan.Captures + index)) _next.Add(found[_scan.Captures + index] ?? Zeros(_parameters[_scan.Captures + index]));

        // Where each input's gradient comes from: a carry's last value, or an output.
        var fromCarry = new Dictionary<int, int>();
        var fromOutput = new Dictionary<int, int>();
        int carried = 0;
        for (int input = 0; input < _parameters.Length; input++)
        {
            if (input >= _scan.Captures && input < _scan.FirstSequence)
            {
                if (IsFloating(input)) fromCarry[input] = carried++;
                continue;
            }

            if (found[input] is not { } gradient || !_node.Inputs[input].RequiresGradient) continue;
            if (input < _scan.Captures)
            {
                fromCarry[input] = _carries.Count;
                Tensor sum = Tensor.RegionParameter(_parameters[input].Spec);
                _carries.Add((Zeros(_parameters[input]), sum));
                _next.Add(sum + gradient);
            }
            else
            {
                fromOutput[input] = _outputs.Count;
                _outputs.Add(gradient);
            }
        }

        List<(Tensor Outside, Tensor Inside)> captures = Read();
        Tensor[] results = Scan.Emit(_carries, _sequences, _next, _outputs, _scan.Length, !_scan.Reverse, captures);
        return [.. _parameters.Select((_, input) =>
            fromCarry.TryGetValue(input, out int carry) ? results[carry]
            : fromOutput.TryGetValue(input, out int output) ? results[_carries.Count + output] : null)];
    }

    // Parameters for the gradients of a step's results: those of carries go from step to step, those of outputs are sequences.
    private Tensor?[] Seeds()
    {
        var seeds = new Tensor?[_body.Outputs.Count];
        for (int index = 0; index < seeds.Length; index++)
        {
            Tensor output = _body.Outputs[index];
            bool isCarry = index < _scan.Carries;
            if (!output.DType.IsFloating || (!isCarry && _given[index] is null)) continue;
            Tensor seed = Tensor.RegionParameter(output.Spec);
            seeds[index] = seed;
            if (isCarry) _carries.Add((_given[index] ?? Zeros(output), seed));
            else _sequences.Add((_given[index]!, seed));
        }

        return seeds;
    }

    // Makes sequences of the forward steps' values that the gradients read, and gives the captures among them.
    private List<(Tensor Outside, Tensor Inside)> Read()
    {
        var captures = new List<(Tensor, Tensor)>();
        var forward = new HashSet<Tensor>(_parameters.Concat(_body.Nodes.SelectMany(node => node.Outputs)), ReferenceEqualityComparer.Instance);
        Tensor[] wanted = [.. _next, .. _outputs];
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        List<Node> nodes = TopologicalOrder.Of(wanted, tensor => forward.Contains(tensor) || tensor.Storage is not null ? null : tensor.Producer);
        foreach (Tensor tensor in nodes.SelectMany(node => node.Inputs).Concat(wanted))
        {
            if (!forward.Contains(tensor) || !seen.Add(tensor)) continue;
            int parameter = Array.FindIndex(_parameters, known => ReferenceEquals(known, tensor));
            if (parameter >= 0 && parameter < _scan.Captures) captures.Add((_node.Inputs[parameter], tensor));
            else if (parameter >= _scan.FirstSequence) _sequences.Add((_node.Inputs[parameter], tensor));
            else _sequences.Add((Saved(tensor), tensor));
        }

        return captures;
    }

    private Tensor Saved(Tensor tensor)
    {
        for (int index = _scan.Carries; index < _body.Outputs.Count; index++)
            if (ReferenceEquals(_body.Outputs[index], tensor)) return _node.Outputs[index];
        throw new InvalidOperationException($"Scan: the gradient needs a value {tensor.Spec} that the steps didn't save.");
    }

    private bool IsFloating(int input) => _parameters[input].DType.IsFloating;

    private static Tensor Zeros(Tensor like) => Ops.Zeros(like.Shape, like.DType);
}
