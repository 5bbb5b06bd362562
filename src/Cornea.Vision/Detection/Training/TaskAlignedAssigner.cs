namespace Cornea.Vision;

/// <summary>Which place is to find which thing: those that find it best already, by score and overlap together.</summary>
/// <remarks>
/// <para>Alignment is score^½ · IoU⁶ of the places inside the thing; the best 10 are taken; a place that several things want takes the one it overlaps most.
/// How well a place is to answer is its alignment, scaled so that a thing's best place answers its overlap.</para>
/// <para>Source: Feng et al., TOOD (2021), arXiv:2108.07755, with YOLOv8's exponents.</para>
/// </remarks>
internal static class TaskAlignedAssigner
{
    private const int Places = 10;
    private const double Least = 1e-30; // IoU⁶ of a thing of one pixel, before anybody knows its size, is 1e-20.

    /// <summary>Assigns; no gradient flows back.</summary>
    /// <param name="raw">What the network says.</param>
    /// <param name="grid">Where it looks.</param>
    /// <param name="boxes">The things [batch, things, 4], in pixels; zeros fill up.</param>
    /// <param name="classes">Their classes as one-hot rows [batch, things, classes]; zeros fill up.</param>
    public static Assignment Assign(RawDetections raw, AnchorGrid grid, Tensor boxes, Tensor classes)
    {
        Tensor found = Ops.StopGradient(raw.Boxes), scores = Ops.StopGradient(raw.Scores);
        Tensor overlap = Boxes.Iou(boxes.ExpandDims(2), found.ExpandDims(1)); // [batch, things, places]
        Tensor score = Ops.MatMul(classes, scores.Transpose(0, 2, 1));
        Tensor square = Ops.Square(overlap);
        Tensor alignment = Ops.Sqrt(score) * square * square * square * Inside(grid, boxes) * Precedence(grid.Count);
        Tensor wanted = (alignment >= Ops.Maximum(Last(alignment), Least)).Cast(DType.Float32);
        Tensor contested = wanted * overlap;
        Tensor given = wanted * (contested >= Ops.Max(contested, 1, keepDims: true)).Cast(DType.Float32);

        Tensor aligned = alignment * given;
        Tensor quality = aligned * (Ops.Max(contested * given, -1, keepDims: true) / (Ops.Max(aligned, -1, keepDims: true) + Least));
        // Two equal boxes on one thing share their places.
        Tensor share = given / Ops.Maximum(Ops.Sum(given, 1, keepDims: true), 1);
        Tensor targets = Ops.MatMul(share.Transpose(0, 2, 1), Ops.Concatenate([boxes, classes], -1)); // [batch, places, 4 + classes]
        return new Assignment(
            Ops.StopGradient(Ops.Max(quality, 1)),
            Ops.StopGradient(Ops.Slice(targets, -1, 0, 4)),
            Ops.StopGradient(Ops.Slice(targets, -1, 4, classes.Shape[2])));
    }

    // 1 where a place lies in a thing, 0 elsewhere. Things smaller than the finest cell have the place next to their middle.
    private static Tensor Inside(AnchorGrid grid, Tensor boxes)
    {
        var thing = new Corners(boxes.ExpandDims(2));
        double least = AnchorGrid.AllStrides[0] / 2.0;
        Tensor x = Ops.Abs(grid.X - thing.CenterX) <= Ops.Maximum(thing.Width * 0.5, least);
        Tensor y = Ops.Abs(grid.Y - thing.CenterY) <= Ops.Maximum(thing.Height * 0.5, least);
        return Ops.LogicalAnd(x, y).Cast(DType.Float32);
    }

    // Of equal places the earlier: no two have the same number, and it changes no other order than that.
    private static Tensor Precedence(int places) => 1 - (Ops.Arange(places, dtype: DType.Float32) * Math.ScaleB(1, -22));

    // The tenth largest number of each row: the largest is taken out nine times.
    private static Tensor Last(Tensor values)
    {
        Tensor largest = Ops.Max(values, -1, keepDims: true);
        for (int taken = 1; taken < Places; taken++)
        {
            values = Ops.Where(values >= largest, 0, values);
            largest = Ops.Max(values, -1, keepDims: true);
        }

        return largest;
    }
}
