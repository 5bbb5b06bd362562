using System.Numerics;
using Cornea.Graphs;

namespace Cornea;

// What has a shape that depends on the values: computed at once.
public static partial class Ops
{
    /// <summary>The different values of a tensor, ascending. Computes at once, since the result's shape depends on the values.</summary>
    /// <param name="x">A tensor of any shape and dtype.</param>
    /// <returns>The values [count], in the tensor's dtype; NaN comes last, and once.</returns>
    /// <remarks>Source: Keras 3, ops.unique. Golden case: ops/unique_00.</remarks>
    /// <exception cref="InvalidOperationException">The tensor has no values: it is symbolic, or depends on the input of a traced function.</exception>
    public static Tensor Unique(Tensor x)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (!Evaluator.CanEvaluate(x))
        {
            throw new InvalidOperationException(
                $"Ops.Unique: the shape of its result depends on the values, and a symbolic tensor of {x.Spec} has none. "
                + "Call it on data, outside of models and traced functions.");
        }

        if (x.DType == DType.Float32) return Unique<float>(x);
        if (x.DType == DType.Float64) return Unique<double>(x);
        if (x.DType == DType.Int32) return Unique<int>(x);
        return x.DType == DType.Int64 ? Unique<long>(x) : Unique<byte>(x);
    }

    private static Tensor Unique<T>(Tensor x)
        where T : unmanaged, INumberBase<T>
    {
        Storage storage = x.Evaluate();
        T[] values = storage.Span<T>()[..checked((int)x.Shape.ElementCount)].ToArray();
        GC.KeepAlive(storage);
        Array.Sort(values); // Puts NaN first.
        int count = 0;
        foreach (T value in values)
            if (count == 0 || !values[count - 1].Equals(value)) values[count++] = value;
        T[] kept = values[..count];
        if (count > 1 && T.IsNaN(kept[0])) kept = [.. kept[1..], kept[0]];
        return Tensor.Of(Storage.Of<T>(kept), new TensorSpec([count], x.DType));
    }
}
