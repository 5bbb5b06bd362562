namespace Cornea.Onnx;

/// <summary>
/// Non-maximum suppression of constants: from the best score down, a box is kept that overlaps none that was kept too much. How many are kept
/// depends on the values, so that within a model that number isn't known before it runs, and it can't be imported there.
/// </summary>
internal static class NonMaxSuppression
{
    public static Value Run(OperatorCall call)
    {
        if (!call[0].IsConstant || !call[1].IsConstant)
            throw new InvalidDataException("how many boxes are kept depends on the inputs, so its output has no shape; take the boxes and scores before it as the model's outputs and use Cornea.Vision's suppression");
        float[] boxes = call[0].Plain.ToArray<float>(), scores = call[1].Plain.ToArray<float>();
        Shape shape = call[1].Plain.Shape;
        if (shape.Rank != 3 || call[0].Rank != 3 || call[0].Sizes[2] != 4 || call[0].Sizes[1] != shape[2] || call[0].Sizes[0] != shape[0])
            throw new ShapeException($"expected boxes [batch, boxes, 4] and scores [batch, classes, boxes], got {call[0].Plain.Shape} and {shape}");
        long most = call.At(2) is { } limit ? limit.Numbers("max_output_boxes_per_class")[0] : 0;
        double overlap = call.At(3) is null ? 0 : Scalar(call, 3), threshold = call.At(4) is null ? double.NegativeInfinity : Scalar(call, 4);
        bool isCentred = call.Flag("center_point_box");
        var kept = new List<long>();
        for (int batch = 0; batch < shape[0]; batch++)
        {
            for (int kind = 0; kind < shape[1]; kind++)
            {
                int start = ((batch * shape[1]) + kind) * shape[2];
                int[] order = [.. Enumerable.Range(0, shape[2]).Where(box => scores[start + box] > threshold).OrderByDescending(box => scores[start + box])];
                var own = new List<int>();
                foreach (int box in order)
                {
                    if (own.Count >= most) break;
                    if (own.All(other => Overlap(Corners(batch, box), Corners(batch, other)) <= overlap)) own.Add(box);
                }

                foreach (int box in own) kept.AddRange([batch, kind, box]);
            }
        }

        return Value.Constant(Tensor.From([.. kept], [kept.Count / 3, 3]));

        (double Top, double Left, double Bottom, double Right) Corners(int batch, int box)
        {
            ReadOnlySpan<float> at = boxes.AsSpan(((batch * shape[2]) + box) * 4, 4);
            return isCentred
                ? (at[1] - (at[3] / 2.0), at[0] - (at[2] / 2.0), at[1] + (at[3] / 2.0), at[0] + (at[2] / 2.0))
                : (Math.Min(at[0], at[2]), Math.Min(at[1], at[3]), Math.Max(at[0], at[2]), Math.Max(at[1], at[3]));
        }
    }

    private static double Scalar(OperatorCall call, int input) => call[input] is { IsConstant: true } value ? value.Tensor.ToArray<double>()[0]
        : throw new InvalidDataException($"its input {input} must be known when the model is imported");

    private static double Overlap((double Top, double Left, double Bottom, double Right) a, (double Top, double Left, double Bottom, double Right) b)
    {
        double height = Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Top, b.Top), width = Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left);
        if (height <= 0 || width <= 0) return 0;
        double both = height * width;
        return both / (((a.Bottom - a.Top) * (a.Right - a.Left)) + ((b.Bottom - b.Top) * (b.Right - b.Left)) - both);
    }
}
