using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Compiler;

/// <summary>A scan that is being rewritten: its inputs with the parameters inside that stand for them, and its outputs.</summary>
internal sealed class ScanRewrite
{
    private readonly Scan _scan;
    private readonly List<(Tensor Outside, Tensor Inside)> _captures = [];
    private readonly List<(Tensor Outside, Tensor Inside, int Output)> _carries = [];
    private readonly List<(Tensor Outside, Tensor Inside)> _sequences = [];
    private readonly Dictionary<int, Tensor> _constant = []; // The carries that never change, by their output.
    private List<int> _outputs;
    private Tensor[] _results;

    public ScanRewrite(Scan scan, Tensor[] inputs)
    {
        _scan = scan;
        Graph body = scan.Body.Graph;
        for (int index = 0; index < inputs.Length; index++)
        {
            Tensor inside = body.Parameters[index].Tensor;
            if (index < scan.Captures) _captures.Add((inputs[index], inside));
            else if (index < scan.FirstSequence) _carries.Add((inputs[index], inside, index - scan.Captures));
            else _sequences.Add((inputs[index], inside));
        }

        _results = [.. body.Outputs];
        _outputs = [.. Enumerable.Range(scan.Carries, _results.Length - scan.Carries)];
    }

    /// <summary>Captured numbers, and tensors of one number everywhere, are written inside; all else inside gets tensors of its own.</summary>
    public void MoveNumbersIn()
    {
        var map = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
        var kept = new List<(Tensor, Tensor)>();
        foreach ((Tensor outside, Tensor inside) in _captures)
        {
            if (outside.Literal is not null) map[inside] = outside;
            else if (outside.Producer is { Op: BroadcastTo } node && node.Inputs[0].Literal is not null) map[inside] = Node.Emit(node.Op, node.Inputs[0])[0];
            else kept.Add((outside, map[inside] = Tensor.Placeholder(inside.Spec)));
        }

        for (int index = 0; index < _carries.Count; index++)
        {
            (Tensor outside, Tensor inside, int output) = _carries[index];
            _carries[index] = (outside, map[inside] = Tensor.Placeholder(inside.Spec), output);
        }

        for (int index = 0; index < _sequences.Count; index++)
        {
            (Tensor outside, Tensor inside) = _sequences[index];
            _sequences[index] = (outside, map[inside] = Tensor.Placeholder(inside.Spec));
        }

        _captures.Clear();
        _captures.AddRange(kept);
        _results = [.. GraphRewriter.Substitute(_scan.Body.Graph, [], map).Outputs];
    }

    /// <summary>Drops outputs that nobody reads, carries that lead to nothing that is read, and the inputs that only those needed.</summary>
    public void KeepOutputs(Func<int, bool> isRead)
    {
        _outputs = [.. _outputs.Where(isRead)];
        foreach ((Tensor outside, Tensor inside, int output) in _carries.Where(carry => ReferenceEquals(_results[carry.Output], carry.Inside)).ToList())
        {
            _carries.Remove((outside, inside, output));
            _captures.Add((outside, inside));
            _constant[output] = outside;
        }

        var needed = _carries.Where(carry => isRead(carry.Output)).ToHashSet();
        HashSet<Tensor> reached = [];
        for (int before = -1; before != needed.Count;)
        {
            before = needed.Count;
            reached = Reached([.. needed.Select(carry => _results[carry.Output]), .. _outputs.Select(index => _results[index])]);
            needed.UnionWith(_carries.Where(carry => reached.Contains(carry.Inside)));
        }

        _carries.RemoveAll(carry => !needed.Contains(carry));
        DropInputs(reached);
    }

    /// <summary>Runs all passes over the graph inside.</summary>
    public void Optimize()
    {
        Graph before = Body();
        Graph after = GraphCompiler.RunPasses(before);
        for (int index = 0; index < _carries.Count; index++) _results[_carries[index].Output] = after.Outputs[index];
        for (int index = 0; index < _outputs.Count; index++) _results[_outputs[index]] = after.Outputs[_carries.Count + index];
        DropInputs(Reached(after.Outputs));
    }

    /// <summary>Emits the scan and gives what takes the place of its outputs; what nobody reads stays as it was.</summary>
    public Tensor[] Emit(Tensor[] before)
    {
        var results = (Tensor[])before.Clone();
        foreach ((int output, Tensor value) in _constant) results[output] = value;
        if (_carries.Count + _outputs.Count == 0) return results;
        var scan = new Scan(new Region(Body()), _captures.Count, _carries.Count, _scan.Length, _scan.Reverse);
        Tensor[] emitted = Node.Emit(
            scan, [.. _captures.Select(pair => pair.Outside), .. _carries.Select(carry => carry.Outside), .. _sequences.Select(pair => pair.Outside)]);
        for (int index = 0; index < _carries.Count; index++) results[_carries[index].Output] = emitted[index];
        for (int index = 0; index < _outputs.Count; index++) results[_outputs[index]] = emitted[_carries.Count + index];
        return results;
    }

    private static HashSet<Tensor> Reached(IReadOnlyList<Tensor> roots)
    {
        var reached = new HashSet<Tensor>(roots, ReferenceEqualityComparer.Instance);
        foreach (Node node in TopologicalOrder.Of(roots, tensor => tensor.Producer)) reached.UnionWith(node.Inputs);
        return reached;
    }

    private Graph Body() => new(
        [
            .. _captures.Select(pair => new Parameter(pair.Inside, ParameterKind.Capture)),
            .. _carries.Select(carry => new Parameter(carry.Inside, ParameterKind.Carry)),
            .. _sequences.Select(pair => new Parameter(pair.Inside, ParameterKind.Slice)),
        ],
        [.. _carries.Select(carry => _results[carry.Output]), .. _outputs.Select(index => _results[index])],
        []);

    private void DropInputs(HashSet<Tensor> reached)
    {
        _captures.RemoveAll(pair => !reached.Contains(pair.Inside));
        _sequences.RemoveAll(pair => !reached.Contains(pair.Inside));
    }
}
