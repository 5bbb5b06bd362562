namespace Cornea.Onnx;

/// <summary>How Resize finds the value of a pixel: where it lies in the source, and which pixels there count how much.</summary>
/// <param name="Mode">nearest, linear or cubic.</param>
/// <param name="Coordinates">Where a pixel of the result lies in the source.</param>
/// <param name="Nearest">Which way a place between pixels goes.</param>
/// <param name="CubicA">The cubic filter's coefficient.</param>
/// <param name="ExcludesOutside">Whether what lies outside counts nothing, rather than as the edge.</param>
/// <param name="Extrapolation">What is outside of the image where a region is taken.</param>
/// <param name="Antialias">Whether the filter is widened where the image shrinks.</param>
/// <remarks>Source: ONNX, Resize-19.</remarks>
internal sealed record ResizeRule(string Mode, string Coordinates, string Nearest, double CubicA, bool ExcludesOutside, double Extrapolation, bool Antialias)
{
    /// <summary>Where a pixel of the result lies in the source: in single precision, as other runtimes have it, since a place just between two pixels goes to one of them.</summary>
    public double Coordinate(ResizePlan plan, int index)
    {
        float scale = (float)plan.Scale, start = (float)plan.Region.Start, end = (float)plan.Region.End;
        return Coordinates switch
        {
            "half_pixel" => ((index + 0.5f) / scale) - 0.5f,
            "pytorch_half_pixel" => plan.Outputs > 1 ? ((index + 0.5f) / scale) - 0.5f : 0,
            "align_corners" => plan.Outputs == 1 ? 0 : (float)index * (plan.Size - 1) / (plan.Outputs - 1),
            "asymmetric" => index / scale,
            "tf_half_pixel_for_nn" => (index + 0.5f) / scale,
            "half_pixel_symmetric" => (plan.Size / 2f * (1 - (plan.Outputs / (plan.Size * scale)))) + ((index + 0.5f) / scale) - 0.5f,
            "tf_crop_and_resize" => plan.Outputs > 1
                ? (start * (plan.Size - 1)) + (index * (end - start) * (plan.Size - 1) / (plan.Outputs - 1))
                : 0.5f * (start + end) * (plan.Size - 1),
            _ => throw OperatorCall.Unsupported($"the coordinate mode '{Coordinates}'"),
        };
    }

    /// <summary>The pixel of the source that each pixel of the result takes.</summary>
    public int[] NearestPlaces(ResizePlan plan)
    {
        var places = new int[plan.Outputs];
        for (int index = 0; index < places.Length; index++)
        {
            double at = Coordinate(plan, index);
            double nearest = Nearest switch
            {
                "round_prefer_floor" => Math.Ceiling(at - 0.5),
                "round_prefer_ceil" => Math.Floor(at + 0.5),
                "floor" => Math.Floor(at),
                "ceil" => Math.Ceiling(at),
                _ => throw OperatorCall.Unsupported($"the nearest mode '{Nearest}'"),
            };
            places[index] = (int)Math.Clamp(nearest, 0, plan.Size - 1);
        }

        return places;
    }

    /// <summary>How much each pixel of the source counts in each of the result, [outputs, size].</summary>
    public double[] Weights(ResizePlan plan)
    {
        (double reach, Func<double, double> filter) = Mode switch
        {
            "linear" => (1.0, (Func<double, double>)(distance => Math.Max(0, 1 - Math.Abs(distance)))),
            "cubic" => (2.0, Cubic),
            _ => throw OperatorCall.Unsupported($"the mode '{Mode}'"),
        };
        double stretch = Antialias && plan.Scale < 1 ? plan.Scale : 1;
        var weights = new double[checked(plan.Outputs * plan.Size)];
        for (int index = 0; index < plan.Outputs; index++)
        {
            double at = Coordinate(plan, index), width = reach / stretch;
            if (Mode == "linear" && !Antialias) at = Math.Clamp(at, 0, plan.Size - 1);
            double sum = 0;
            var taps = new List<(int Place, double Weight)>();
            for (long tap = (long)Math.Ceiling(at - width); tap <= at + width; tap++)
            {
                double weight = filter((tap - at) * stretch);
                if (ExcludesOutside && (tap < 0 || tap >= plan.Size)) continue;
                taps.Add(((int)Math.Clamp(tap, 0, plan.Size - 1), weight));
                sum += weight;
            }

            foreach ((int place, double weight) in taps) weights[(index * plan.Size) + place] += weight / sum;
        }

        return weights;
    }

    private double Cubic(double distance)
    {
        double x = Math.Abs(distance), a = CubicA;
        return x <= 1 ? ((((a + 2) * x) - (a + 3)) * x * x) + 1
            : x < 2 ? ((((((a * x) - (5 * a)) * x) + (8 * a)) * x) - (4 * a))
            : 0;
    }
}
