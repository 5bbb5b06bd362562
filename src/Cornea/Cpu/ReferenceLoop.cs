using Cornea.Graphs;

namespace Cornea.Cpu;

/// <summary>An operation without a kernel in a plan: its name, and how many elements it reads and writes in a run.</summary>
internal readonly record struct ReferenceLoop(string Name, long Elements)
{
    private const long SmallElements = 1 << 10;

    /// <summary>Whether a faster way would be noticed.</summary>
    public bool IsSlow => Elements >= SmallElements;

    /// <param name="op">The operation; types without a kernel are named with it.</param>
    /// <param name="values">Its inputs, then its outputs.</param>
    public static ReferenceLoop Of(Op op, IEnumerable<TensorSpec> values)
    {
        TensorSpec[] all = [.. values];
        DType dtype = Array.Exists(all, spec => spec.DType == DType.Float64) ? DType.Float64 : all[0].DType;
        return new ReferenceLoop(dtype == DType.Float32 ? op.Name : $"{op.Name} of {dtype}", all.Sum(spec => spec.Shape.ElementCount));
    }
}
