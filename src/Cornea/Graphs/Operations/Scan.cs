namespace Cornea.Graphs.Operations;

/// <summary>
/// Runs a region step by step: (captures, first carries, sequences) → (last carries, stacked outputs). Each step gets the captures, what
/// the step before gave as carries, and its part of each sequence along the first axis; it gives the next carries and its outputs.
/// </summary>
/// <param name="Body">Parameters: captures, carries, slices. Outputs: the next carries, then the step's outputs.</param>
/// <param name="Captures">How many inputs are the same at each step.</param>
/// <param name="Carries">How many values go from step to step.</param>
/// <param name="Length">How many steps there are; unknown while shapes are.</param>
/// <param name="Reverse">Whether the last step comes first; outputs are stacked in the order of the sequences all the same.</param>
/// <remarks>
/// Where a gradient may be asked for, everything that a step computes is among its outputs, so that going back needn't compute it again;
/// the compiler drops what nobody reads.
/// </remarks>
internal sealed record Scan(Region Body, int Captures, int Carries, int Length, bool Reverse) : Op
{
    private const long MostEarlyElements = 1 << 26; // A loop over a very long sequence rather computes again than fills the memory.

    public override string Attributes => (Length == Shape.Unknown ? "unknown steps" : $"{Length} steps") + (Reverse ? ", reverse" : "");

    public override Region? Region => Body;

    public override object Key => (Body.Signature, Captures, Carries, Length, Reverse);

    /// <summary>Where the sequences begin among the inputs.</summary>
    public int FirstSequence => Captures + Carries;

    /// <summary>Emits the scan of traced steps.</summary>
    /// <param name="carries">The value before the first step, and the parameter that stands for it while tracing.</param>
    /// <param name="sequences">All steps' values along a first axis, and the parameter that stands for one of them.</param>
    /// <param name="next">What each carry becomes.</param>
    /// <param name="outputs">What else a step gives.</param>
    /// <param name="length">The number of steps.</param>
    /// <param name="reverse">Whether the last step comes first.</param>
    /// <param name="captures">Captures that have parameters of their own; the others are found.</param>
    /// <returns>The last carries, then the stacked outputs.</returns>
    public static Tensor[] Emit(
        IReadOnlyList<(Tensor First, Tensor Inside)> carries, IReadOnlyList<(Tensor All, Tensor Inside)> sequences, IReadOnlyList<Tensor> next,
        IReadOnlyList<Tensor> outputs, int length, bool reverse, IReadOnlyList<(Tensor Outside, Tensor Inside)>? captures = null)
    {
        captures ??= [];
        Parameter[] parameters =
        [
            .. captures.Select(pair => new Parameter(pair.Inside, ParameterKind.Capture)),
            .. carries.Select(pair => new Parameter(pair.Inside, ParameterKind.Carry)),
            .. sequences.Select(pair => new Parameter(pair.Inside, ParameterKind.Slice)),
        ];
        Tensor[] results = [.. next, .. outputs];
        (Region region, Tensor[] found) = Region.Capture(parameters, results);
        if (EarlyProducts(region, captures, sequences, length) is { Count: > 0 } early)
            return Emit(carries, [.. sequences, .. early], next, outputs, length, reverse, captures);
        Tensor[] inputs =
        [
            .. found, .. captures.Select(pair => pair.Outside), .. carries.Select(pair => pair.First), .. sequences.Select(pair => pair.All),
        ];
        if (Array.Exists(inputs, input => input.RequiresGradient))
            region = WithSaved(region, carries.Select(pair => pair.Inside), results[next.Count..], next);
        var scan = new Scan(region, found.Length + captures.Count, carries.Count, length, reverse);
        return Node.Emit(scan, inputs)[..results.Length];
    }

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs)
    {
        Graph graph = Body.Graph;
        if (inputs.Length != graph.Parameters.Count)
            throw new ArgumentException($"Scan: expected {graph.Parameters.Count} inputs, got {inputs.Length}.");
        for (int index = 0; index < inputs.Length; index++)
        {
            TensorSpec expected = graph.Parameters[index].Tensor.Spec;
            if (index >= FirstSequence) expected = Stacked(expected);
            if (inputs[index] != expected) throw new ShapeException($"Scan: expected {expected} for {Describe(index)}, got {inputs[index]}.");
        }

        for (int index = 0; index < Carries; index++)
        {
            TensorSpec begins = inputs[Captures + index], becomes = graph.Outputs[index].Spec;
            if (begins != becomes) throw new ShapeException($"Scan: carry {index} begins as {begins} but a step makes {becomes} of it; they must agree.");
        }

        return [.. graph.Outputs.Select((output, index) => index < Carries ? output.Spec : Stacked(output.Spec))];
    }

    public override Op For(ReadOnlySpan<TensorSpec> inputs)
    {
        int length = inputs.Length > FirstSequence ? inputs[FirstSequence].Shape[0] : Length;
        var specs = new TensorSpec[inputs.Length];
        bool same = length == Length;
        for (int index = 0; index < specs.Length; index++)
        {
            specs[index] = index < FirstSequence ? inputs[index] : inputs[index] with { Shape = inputs[index].Shape.Without(0) };
            same &= specs[index] == Body.Graph.Parameters[index].Tensor.Spec;
        }

        return same ? this : this with { Body = Body.On(specs), Length = length };
    }

    public override Tensor?[] Gradient(Node node, ReadOnlySpan<Tensor?> gradients) => new ScanGradient(this, node, gradients.ToArray()).Emit();

    // Products of a step's slice with something captured: made for all steps at once, each becomes a sequence.
    private static List<(Tensor All, Tensor Inside)> EarlyProducts(
        Region region, IReadOnlyList<(Tensor Outside, Tensor Inside)> captures, IReadOnlyList<(Tensor All, Tensor Inside)> sequences, int length)
    {
        var products = new List<(Tensor, Tensor)>();
        if (length < 2) return products;
        HashSet<Tensor> captured = new(region.Graph.Parameters.Where(parameter => parameter.Kind == ParameterKind.Capture).Select(parameter => parameter.Tensor), ReferenceEqualityComparer.Instance);
        foreach (Node node in region.Graph.Nodes)
        {
            if (node.Op is not MatMul { TransposeA: false } || !captured.Contains(node.Inputs[1])) continue;
            Tensor product = node.Outputs[0], slice = node.Inputs[0];
            if (product.Rank != 2 || !product.Shape.IsKnown || (Int128)length * product.Shape.ElementCount > MostEarlyElements) continue;
            if (sequences.FirstOrDefault(pair => ReferenceEquals(pair.Inside, slice)).All is not { } all) continue;
            Tensor factor = captures.FirstOrDefault(pair => ReferenceEquals(pair.Inside, node.Inputs[1])).Outside ?? node.Inputs[1];
            Tensor tall = Node.Emit(node.Op, all.Reshape([AxisSize.Product("Scan", length, slice.Shape[0]), slice.Shape[1]]), factor)[0];
            products.Add((tall.Reshape([length, .. product.Shape]), product));
        }

        return products;
    }

    // All that a step computes, and the carries it begins with, as outputs.
    private static Region WithSaved(Region region, IEnumerable<Tensor> carries, Tensor[] outputs, IReadOnlyList<Tensor> next)
    {
        var known = new HashSet<Tensor>(outputs, ReferenceEqualityComparer.Instance);
        Tensor[] saved = [.. carries.Concat(region.Graph.Nodes.SelectMany(node => node.Outputs)).Where(known.Add)];
        return new Region(new Graph(region.Graph.Parameters, region.Graph.Nodes, [.. next, .. outputs, .. saved], []));
    }

    private TensorSpec Stacked(TensorSpec spec) => spec with { Shape = spec.Shape.Prepend(Length) };

    private string Describe(int input) => input < Captures ? $"captured value {input}"
        : input < FirstSequence ? $"carry {input - Captures}" : $"sequence {input - FirstSequence}";
}
