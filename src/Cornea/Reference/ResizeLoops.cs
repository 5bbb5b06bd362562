using Cornea.Graphs.Operations;

namespace Cornea.Reference;

/// <summary>Images resized: each output visits the inputs it reads, with their weights.</summary>
internal static class ResizeLoops
{
    public static void Resize(Resize op, ReferenceArray[] inputs, ReferenceArray[] outputs) =>
        Visit(op.IsNearest, inputs[0].Shape, outputs[0].Shape, (from, to, weight) => outputs[0].Values[to] += weight * inputs[0][from]);

    public static void Gradient(ResizeGradient op, ReferenceArray[] inputs, ReferenceArray[] outputs) =>
        Visit(op.IsNearest, outputs[0].Shape, inputs[0].Shape, (from, to, weight) => outputs[0].Values[from] += weight * inputs[0][to]);

    private static void Visit(bool isNearest, Shape x, Shape y, Action<int, int, double> visit)
    {
        for (int to = 0; to < y.ElementCount; to++)
        {
            int channel = to % y[3], column = to / y[3] % y[2], row = to / y[3] / y[2] % y[1], image = to / y[3] / y[2] / y[1];
            foreach ((int inRow, double rowWeight) in Places(isNearest, row, x[1], y[1]))
                foreach ((int inColumn, double weight) in Places(isNearest, column, x[2], y[2]))
                    visit((((((image * x[1]) + inRow) * x[2]) + inColumn) * x[3]) + channel, to, rowWeight * weight);
        }
    }

    // TensorFlow finds the places in float32; which pixel is nearest may depend on it.
    private static (int Place, double Weight)[] Places(bool isNearest, int output, int inputs, int outputs)
    {
        float scale = (float)inputs / outputs, centre = (output + 0.5f) * scale;
        if (isNearest) return [(Math.Min(inputs - 1, (int)MathF.Floor(centre)), 1)];
        float place = centre - 0.5f, below = MathF.Floor(place);
        double fraction = place - below;
        return [(Math.Max(0, (int)below), 1 - fraction), (Math.Min(inputs - 1, (int)MathF.Ceiling(place)), fraction)];
    }
}
