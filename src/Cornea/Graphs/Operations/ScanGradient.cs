namespace Cornea.Graphs.Operations;

/// <summary>
/// The gradient of a <see cref="Scan"/>: a scan that goes through the steps the other way. It carries the gradients of the carries;
/// those of the sequences are its outputs, and those of what was captured are summed, where possible for all steps at once. Of the forward steps it reads what they saved.
/// </summary>
internal sealed class ScanGradient
{
    private readonly Scan _scan;
    private readonly Node _node;
    private readonly Tensor?[] _given;
    private readonly Graph _body;
    private readonly Tensor[] _parameters;
    private readonly HashSet<Tensor> _forward; // All that the forward steps have.
    private readonly List<(Tensor First, Tensor Inside)> _carries = [];
    private readonly List<Tensor> _next = [];
    private readonly List<(Tensor All, Tensor Inside)> _sequences = [];
    private readonly List<Tensor> _outputs = [];

    public ScanGradient(Scan scan, Node node, Tensor?[] gradients)
    {
        (_scan, _node, _given, _body) = (scan, node, gradients, scan.Body.Graph);
        _parameters = [.. _body.Parameters.Select(parameter => parameter.Tensor)];
        _forward = new HashSet<Tensor>(_parameters.Concat(_body.Nodes.SelectMany(node => node.Outputs)), ReferenceEqualityComparer.Instance);
    }

    public Tensor?[] Emit()
    {
        Tensor?[] found = Gradients.Through([.. _body.Outputs], Seeds(), _parameters);
        var results = new List<Func<Tensor[], Tensor>>?[_parameters.Length];
        int carried = 0;
        for (int input = _scan.Captures; input < _scan.FirstSequence; input++)
        {
            if (!_parameters[input].DType.IsFloating) continue;
            _next.Add(found[input] ?? Zeros(_parameters[input]));
            results[input] = [Carry(carried++)];
        }

        for (int input = 0; input < _parameters.Length; input++)
        {
            if (found[input] is not { } gradient || !_node.Inputs[input].RequiresGradient) continue;
            if (input < _scan.Captures) results[input] = SumOverSteps(gradient);
            else if (input >= _scan.FirstSequence) results[input] = [Output(gradient)];
        }

        List<(Tensor Outside, Tensor Inside)> captures = Read();
        Tensor[] emitted = Scan.Emit(_carries, _sequences, _next, _outputs, _scan.Length, !_scan.Reverse, captures);
        return [.. results.Select(parts => parts?.Select(part => part(emitted)).Aggregate((sum, part) => sum + part))];
    }

    // What can be summed for all steps at once is; the rest is added up in a carry.
    private List<Func<Tensor[], Tensor>> SumOverSteps(Tensor gradient)
    {
        var sums = new StepSums(All);
        var parts = new List<Func<Tensor[], Tensor>>();
        Tensor? rest = null;
        foreach (Tensor term in StepSums.Terms(gradient, _forward.Contains))
        {
            if (!_forward.Contains(term) && sums.Sum(term) is { } sum) parts.Add(sum);
            else rest = rest is null ? term : rest + term;
        }

        if (rest is null) return parts;
        Tensor total = Tensor.RegionParameter(rest.Spec);
        parts.Add(Carry(_carries.Count));
        _carries.Add((Zeros(rest), total));
        _next.Add(total + rest);
        return parts;
    }

    // A step's value in all steps: the forward scan has it, or this one is to give it.
    private Func<Tensor[], Tensor>? All(Tensor tensor)
    {
        if (tensor.Literal is not null) return null;
        if (!_forward.Contains(tensor)) return Output(tensor);
        int parameter = Array.FindIndex(_parameters, known => ReferenceEquals(known, tensor));
        if (parameter >= 0 && parameter < _scan.Captures) return null;
        Tensor stacked = parameter >= _scan.FirstSequence ? _node.Inputs[parameter] : Saved(tensor);
        return _ => stacked;
    }

    private static Func<Tensor[], Tensor> Carry(int index) => emitted => emitted[index];

    private Func<Tensor[], Tensor> Output(Tensor tensor)
    {
        int index = _outputs.FindIndex(known => ReferenceEquals(known, tensor));
        if (index < 0)
        {
            index = _outputs.Count;
            _outputs.Add(tensor);
        }

        return emitted => emitted[_carries.Count + index];
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
        Tensor[] wanted = [.. _next, .. _outputs];
        var seen = new HashSet<Tensor>(ReferenceEqualityComparer.Instance);
        List<Node> nodes = TopologicalOrder.Of(wanted, tensor => _forward.Contains(tensor) || tensor.Storage is not null ? null : tensor.Producer);
        foreach (Tensor tensor in nodes.SelectMany(node => node.Inputs).Concat(wanted))
        {
            if (!_forward.Contains(tensor) || !seen.Add(tensor)) continue;
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

    private static Tensor Zeros(Tensor like) => Ops.Zeros(like.Shape, like.DType);
}
