using Cornea.Graphs;
using Cornea.Lowering;

namespace Cornea.Cpu.Lowering;

/// <summary>What the rules of <see cref="KernelTable"/> work with: the draft of the plan, and what they share.</summary>
internal sealed class LoweringContext(Graph graph, LoweringOptions options) : PlanDraft(graph)
{
    /// <summary>How the graph is lowered; those inside its operations are lowered alike.</summary>
    public LoweringOptions Options { get; } = options;

    private readonly HashSet<Tensor> _read = new(graph.Nodes.SelectMany(node => node.Inputs).Concat(graph.Roots), ReferenceEqualityComparer.Instance);

    /// <summary>Whether anybody wants a value; results that nobody does needn't be computed.</summary>
    public bool IsRead(Tensor tensor) => _read.Contains(tensor);

    /// <summary>The frames of the plans inside steps.</summary>
    public List<FrameLayout> Inner { get; } = [];

    /// <summary>Values that are others in the layout of a kernel, which the text says exactly.</summary>
    public Dictionary<Tensor, (string Layout, Tensor Source)> Layouts { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Who looks at what: two gathers by the same indices need one check.</summary>
    public Dictionary<(Tensor Values, nint Lowest, nint Highest), Unit> Checks { get; } = [];
}
