using Cornea.Graphs;

namespace Cornea.Lowering;

/// <summary>A plan in the making: which memory each value has, and the units as they arise.</summary>
internal class PlanDraft
{
    private readonly Dictionary<Tensor, View> _views = new(ReferenceEqualityComparer.Instance);

    /// <param name="graph">What is lowered.</param>
    public PlanDraft(Graph graph)
    {
        Graph = graph;
        Stable = StableValues.Of(graph);
        for (int index = 0; index < graph.Parameters.Count; index++)
            ViewOf(graph.Parameters[index].Tensor).Buffer.Place = new Operand(Spaces.FirstParameter + index, 0);
    }

    public Graph Graph { get; }

    public List<Unit> Units { get; } = [];

    /// <summary>Values that stay the same from run to run.</summary>
    public HashSet<Tensor> Stable { get; }

    /// <summary>The memory of a tensor; made when first asked for.</summary>
    public View ViewOf(Tensor tensor)
    {
        if (!_views.TryGetValue(tensor, out View view)) _views[tensor] = view = new View(new ValueBuffer(BytesOf(tensor)), 0);
        return view;
    }

    // Only what a graph is given may be of unknown size, as a data set is; its memory is the caller's.
    private static nint BytesOf(Tensor tensor) => tensor.Shape.IsKnown ? tensor.Spec.Bytes : 0;

    /// <summary>Says that a tensor is another one's memory from some byte on.</summary>
    public void Alias(Tensor tensor, Tensor source, nint offset = 0)
    {
        View view = ViewOf(source);
        _views[tensor] = view with { Offset = view.Offset + offset };
    }

    /// <param name="unit">The unit.</param>
    /// <param name="order">Its place in the program's order.</param>
    public void Add(Unit unit, int order)
    {
        unit.Order = order;
        Units.Add(unit);
    }
}
