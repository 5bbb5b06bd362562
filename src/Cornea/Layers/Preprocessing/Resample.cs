namespace Cornea.Layers;

/// <summary>Resizing one axis of images, by weights of the old places for each new one.</summary>
/// <remarks>Pixels are areas: the middle of new pixel i lies at (i + ½) · old / new − ½ (TensorFlow's half-pixel centres).</remarks>
internal static class Resample
{
    private const double Keys = -0.5; // The parameter of Keys' cubic (1981), as TensorFlow takes it.

    private const double CubicSteps = 1024; // TensorFlow takes the cubic's values from a table of so many places between two pixels.

    /// <summary>x with another height and width, at an axis and the one after it.</summary>
    public static Tensor Image(Tensor x, int rows, int height, int width, string interpolation, bool antialias = false)
    {
        if (x.Shape[rows] == height && x.Shape[rows + 1] == width) return x;
        bool isLast = rows == x.Rank - 3, isOwn = interpolation == "nearest" || (interpolation == "bilinear" && !antialias);
        if (!isLast || !isOwn || x.Rank is not (3 or 4)) return Axis(Axis(x, rows, height, interpolation, antialias), rows + 1, width, interpolation, antialias);
        Tensor y = ImageOps.Resized(x.Rank == 3 ? x.ExpandDims(0) : x, interpolation == "nearest", height, width);
        return x.Rank == 3 ? y.Squeeze(0) : y;
    }

    /// <summary>x with another size of an axis: nearest, bilinear or bicubic.</summary>
    public static Tensor Axis(Tensor x, int axis, int size, string interpolation, bool antialias = false)
    {
        int old = x.Shape[axis];
        if (old == size) return x;
        if (interpolation == "nearest") return Ops.Take(x, Tensor.From([.. Enumerable.Range(0, AxisSize.Table(size, 1, "Resize")).Select(index => Math.Min((int)((index + 0.5) * old / size), old - 1))], [size]), axis);
        bool isSpan = interpolation.StartsWith("lanczos", StringComparison.Ordinal) || antialias;
        float[] weights = isSpan ? SpanWeights(old, size, interpolation, antialias) : Weights(old, size, interpolation);
        int[] order = [.. Enumerable.Range(0, x.Rank)];
        (order[axis], order[^1]) = (order[^1], order[axis]); // An exchange of two axes undoes itself.
        return Ops.MatMul(x.Cast(DType.Float32).Transpose(order), Tensor.From(weights, [old, size])).Transpose(order);
    }

    /// <summary>What each old place (row) counts for each new one (column).</summary>
    public static float[] Weights(int old, int size, string interpolation)
    {
        var weights = new float[AxisSize.Table(old, size, "Resize")];
        for (int index = 0; index < size; index++)
        {
            double middle = ((index + 0.5) * old / size) - 0.5;
            int first = (int)Math.Floor(middle);
            if (interpolation == "bicubic") middle = first + (Math.Round((middle - first) * CubicSteps) / CubicSteps);
            double sum = 0;
            for (int tap = first - 1; tap <= first + 2; tap++)
            {
                double weight = interpolation == "bilinear" ? Math.Max(0, 1 - Math.Abs(middle - tap)) : Cubic(Math.Abs(middle - tap));
                bool isInside = tap >= 0 && tap < old;
                if (interpolation == "bilinear") weights[(Math.Clamp(tap, 0, old - 1) * size) + index] += (float)weight;
                else if (isInside) weights[(tap * size) + index] += (float)weight;
                sum += isInside ? weight : 0;
            }

            if (interpolation == "bilinear") continue;
            for (int tap = Math.Max(0, first - 1); tap <= Math.Min(old - 1, first + 2); tap++) weights[(tap * size) + index] /= (float)sum;
        }

        return weights;
    }

    // TensorFlow's ScaleAndTranslate: all pixels within the kernel's reach, which grows with the step if that is above 1.
    private static float[] SpanWeights(int old, int size, string interpolation, bool antialias)
    {
        var weights = new float[AxisSize.Table(old, size, "Resize")];
        double step = (double)old / size, scale = antialias ? Math.Max(step, 1) : 1;
        double radius = interpolation switch { "bilinear" => 1, "bicubic" => 2, "lanczos3" => 3, _ => 5 };
        for (int index = 0; index < size; index++)
        {
            double middle = (index + 0.5) * step, sum = 0;
            int first = Math.Clamp((int)Math.Ceiling(middle - (radius * scale) - 0.5), 0, old - 1);
            int last = Math.Clamp((int)Math.Floor(middle + (radius * scale) - 0.5), 0, old - 1);
            for (int tap = first; tap <= last; tap++)
            {
                double weight = Kernel(Math.Abs((tap + 0.5 - middle) / scale));
                weights[(tap * size) + index] = (float)weight;
                sum += weight;
            }

            for (int tap = first; tap <= last; tap++) weights[(tap * size) + index] /= (float)sum;
        }

        return weights;

        double Kernel(double x) => interpolation switch
        {
            "bilinear" => Math.Max(0, 1 - x),
            "bicubic" => Cubic(x),
            _ => x >= radius ? 0 : x < 1e-3 ? 1 : radius * Math.Sin(Math.PI * x) * Math.Sin(Math.PI * x / radius) / (Math.PI * Math.PI * x * x),
        };
    }

    private static double Cubic(double x) =>
        x <= 1 ? ((((Keys + 2) * x) - (Keys + 3)) * x * x) + 1
        : x < 2 ? (((((Keys * x) - (5 * Keys)) * x) + (8 * Keys)) * x) - (4 * Keys)
        : 0;
}
