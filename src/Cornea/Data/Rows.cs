using Cornea.Graphs;

namespace Cornea.Data;

/// <summary>Rows of tensors: copies along the first axis, without a plan for each new number of rows.</summary>
internal static class Rows
{
    /// <summary>How many rows there are. The tensor is computed.</summary>
    /// <exception cref="ArgumentException">The tensor has no first axis, or no values: it is a model's symbolic tensor.</exception>
    public static int Count(string who, string name, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor, name);
        if (!Evaluator.CanEvaluate(tensor))
            throw new ArgumentException($"{who}: expected data in {name}, got a symbolic tensor of shape {tensor.Shape}.", name);
        if (tensor.Rank == 0)
            throw new ShapeException($"{who}: expected rows along the first axis of {name}, got a single number.");
        return tensor.Shape[0];
    }

    /// <summary>The common number of rows of several tensors, which are computed.</summary>
    /// <exception cref="ShapeException">They differ.</exception>
    public static int Count(string who, IReadOnlyList<Tensor> tensors, IReadOnlyList<string> names)
    {
        int count = Count(who, names[0], tensors[0]);
        for (int i = 1; i < tensors.Count; i++)
        {
            int other = Count(who, names[i], tensors[i]);
            if (other != count)
            {
                throw new ShapeException(
                    $"{who}: expected as many rows in {names[i]} as in {names[0]}, got {other} and {count} "
                    + $"(shapes {tensors[i].Shape} and {tensors[0].Shape}).");
            }
        }

        Evaluator.Evaluate(tensors);
        return count;
    }

    /// <summary>The rows of the given indices, in their order.</summary>
    public static Tensor Take(Tensor tensor, ReadOnlySpan<int> indices)
    {
        Storage source = tensor.Evaluate();
        var spec = new TensorSpec(tensor.Shape.With(0, indices.Length), tensor.DType);
        Storage target = Storage.Allocate(spec.Bytes);
        nint bytes = indices.Length == 0 ? 0 : spec.Bytes / indices.Length;
        for (int i = 0; i < indices.Length; i++)
            target.CopyFrom(source, indices[i] * bytes, i * bytes, bytes);
        return Tensor.Of(target, spec);
    }
}
