namespace Cornea.Vision;

/// <summary>A network's output [batch, places, 65 + classes] taken apart and in pixels.</summary>
internal sealed class RawDetections
{
    public RawDetections(Tensor output, AnchorGrid grid)
    {
        int batch = output.Shape[0], classes = output.Shape[2] - DetectionHead.FirstClass;
        SideLogits = Ops.Slice(output, -1, 0, DetectionHead.Objectness).Reshape(batch, grid.Count, 4, DetectionHead.Bins);
        ObjectLogits = Ops.Slice(output, -1, DetectionHead.Objectness, 1).Squeeze(-1);
        ClassLogits = Ops.Slice(output, -1, DetectionHead.FirstClass, classes);
        Tensor cells = (Ops.Softmax(SideLogits) * Ops.Arange(DetectionHead.Bins, dtype: DType.Float32)).Sum(-1);
        Tensor sides = cells * grid.Strides.Reshape(grid.Count, 1);
        Boxes = Corners(sides, grid);
    }

    /// <summary>Odds of distances to left, top, right and bottom [batch, places, 4, bins].</summary>
    public Tensor SideLogits { get; }

    /// <summary>Odds that there is something [batch, places].</summary>
    public Tensor ObjectLogits { get; }

    /// <summary>Odds of each class [batch, places, classes].</summary>
    public Tensor ClassLogits { get; }

    /// <summary>Left, top, right and bottom, in pixels [batch, places, 4].</summary>
    public Tensor Boxes { get; }

    /// <summary>Objectness · class probability [batch, places, classes].</summary>
    public Tensor Scores => Ops.Sigmoid(ObjectLogits).ExpandDims(-1) * Ops.Sigmoid(ClassLogits);

    // Middle − distance, middle + distance: one expression for all four sides.
    private static Tensor Corners(Tensor sides, AnchorGrid grid)
    {
        Tensor signs = Tensor.From<float>([-1, -1, 1, 1], [4]);
        return Ops.Stack([grid.X, grid.Y, grid.X, grid.Y], axis: -1) + (sides * signs);
    }
}
