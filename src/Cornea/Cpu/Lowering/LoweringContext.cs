using Cornea.Cpu.Kernels;
using Cornea.Graphs;

namespace Cornea.Cpu.Lowering;

/// <summary>What the rules of <see cref="KernelTable"/> work with: values' memory, and units as they arise.</summary>
internal sealed class LoweringContext
{
    private readonly Dictionary<Tensor, View> _views = new(ReferenceEqualityComparer.Instance);

    public List<Unit> Units { get; } = [];

    /// <summary>How the graph is lowered; those inside its operations are lowered alike.</summary>
    public required LoweringOptions Options { get; init; }

    /// <summary>The frames of the plans inside steps.</summary>
    public List<FrameLayout> Inner { get; } = [];

    /// <summary>Values that stay the same from run to run.</summary>
    public required HashSet<Tensor> Stable { get; init; }

    /// <summary>Values that are others in the layout of a kernel, which the text says exactly.</summary>
    public Dictionary<Tensor, (string Layout, Tensor Source)> Layouts { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Who looks at what: two gathers by the same indices need one check.</summary>
    public Dictionary<(Tensor Values, nint Lowest, nint Highest), Unit> Checks { get; } = [];

    /// <summary>The memory of a tensor; made when first asked for.</summary>
    public View ViewOf(Tensor tensor)
    {
        if (!_views.TryGetValue(tensor, out View view)) _views[tensor] = view = new View(new Buffer(BytesOf(tensor)), 0);
        return view;
    }

    // Only what a graph is given may be of unknown size; its memory is the caller's.
    private static nint BytesOf(Tensor tensor) => tensor.Shape.IsKnown ? tensor.Spec.Bytes : 0;

    /// <summary>Says that a tensor is another one's memory from some byte on.</summary>
    public void Alias(Tensor tensor, Tensor source, nint offset = 0)
    {
        View view = ViewOf(source);
        _views[tensor] = view with { Offset = view.Offset + offset };
    }

    public void Add(Unit unit, int order)
    {
        unit.Order = order;
        Units.Add(unit);
    }
}
