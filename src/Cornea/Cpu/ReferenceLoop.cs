using Cornea.Graphs;

namespace Cornea.Cpu;

/// <summary>An operation without a kernel in a plan: its name, and how many elements it reads and writes in a run.</summary>
internal readonly record struct ReferenceLoop(string Name, long Elements)
{
    private const long SmallElements = 1 << 10;

    /// <summary>Whether a faster way would be noticed.</summary>
    public bool IsSlow => Elements >= SmallElements;

    public static ReferenceLoop Of(Op op, IEnumerable<TensorSpec> values)
    {
        TensorSpec[] all = [.. values];
        string name = Array.Exists(all, spec => spec.DType == DType.Float64) ? $"{op.Name} of {DType.Float64.Name}" : op.Name;
        return new ReferenceLoop(name, all.Sum(spec => spec.Shape.ElementCount));
    }
}
