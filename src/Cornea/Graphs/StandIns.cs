namespace Cornea.Graphs;

/// <summary>Shapes that come out of steps while sizes that go in aren't known yet: by trying two sizes in the place of each.</summary>
/// <remarks>
/// What comes out with the same size both times has that size; what doesn't is unknown. The sizes tried are multiples of 32, so that networks
/// that halve an image and double it again, and add both, go through; the first axis, as a rule that of the samples, is tried with few.
/// </remarks>
internal static class StandIns
{
    private static readonly (int Samples, int Few, int Many)[] Tries = [(4, 96, 64), (6, 192, 96)];

    private const int ManyAxes = 3; // Volumes: with large sizes along three axes there would be more bytes than machines have.

    /// <summary>What comes out.</summary>
    /// <param name="inputs">What goes in: symbolic tensors stand-ins are made for, others go in as they are.</param>
    /// <param name="steps">From inputs to outputs; called twice, nothing is computed.</param>
    public static TensorSpec[] Infer(IReadOnlyList<Tensor> inputs, Func<Tensor[], IReadOnlyList<Tensor>> steps)
    {
        TensorSpec[] first = Try(0), second = Try(1);
        return [.. first.Zip(second, (one, other) => new TensorSpec(Common(one.Shape, other.Shape), one.DType))];

        TensorSpec[] Try(int index) => [.. steps([.. inputs.Select(input => Of(input, index))]).Select(output => output.Spec)];
    }

    private static Tensor Of(Tensor tensor, int index)
    {
        if (!tensor.IsSymbolic || tensor.Shape.IsKnown) return tensor;
        (int samples, int few, int many) = Tries[index];
        int size = tensor.Shape.Skip(1).Count(axis => axis == Shape.Unknown) < ManyAxes ? few : many;
        Shape shape = [.. tensor.Shape.Select((own, axis) => own != Shape.Unknown ? own : axis == 0 ? samples : size)];
        Tensor standIn = Tensor.Symbolic(new TensorSpec(shape, tensor.DType), typeof(StandIns));
        if (tensor.Mask is { } mask) standIn.Mask = Of(mask, index);
        return standIn;
    }

    private static Shape Common(Shape one, Shape other) => one.Rank == other.Rank
        ? [.. one.Zip(other, (first, second) => first == second ? first : Shape.Unknown)]
        : throw new ShapeException($"The number of axes that come out depends on sizes that aren't known yet: {one} or {other}.");
}
