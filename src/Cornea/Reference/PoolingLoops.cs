using Cornea.Graphs.Operations;

namespace Cornea.Reference;

/// <summary>The largest value and the mean of each window, and the ways back.</summary>
internal static class PoolingLoops
{
    /// <summary>A window that lies on padding only gives −∞ at position −1.</summary>
    public static void MaxPool(MaxPool op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        ReferenceArray x = inputs[0];
        double[] largest = outputs[0].Values, position = outputs[1].Values;
        Array.Fill(largest, double.NegativeInfinity);
        Array.Fill(position, -1);
        int channels = x.Shape[3];
        foreach (Meeting meeting in WindowWalk.Over(op.Window, x.Shape, outputs[0].Shape))
        {
            for (int channel = 0; channel < channels; channel++)
            {
                double value = x[(meeting.Input * channels) + channel];
                int at = (meeting.Output * channels) + channel;
                bool isFirst = position[at] < 0, isNewNaN = double.IsNaN(value) && !double.IsNaN(largest[at]);
                if (!isFirst && !isNewNaN && !(value > largest[at])) continue;
                largest[at] = value;
                position[at] = meeting.Tap;
            }
        }
    }

    public static void MaxPoolGradient(MaxPoolGradient op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        ReferenceArray dy = inputs[0], position = inputs[1], dx = outputs[0];
        int channels = dy.Shape[3];
        foreach (Meeting meeting in WindowWalk.Over(op.Window, dx.Shape, dy.Shape))
        {
            for (int channel = 0; channel < channels; channel++)
            {
                int at = (meeting.Output * channels) + channel;
                if (position[at] == meeting.Tap) dx.Values[(meeting.Input * channels) + channel] += dy[at];
            }
        }
    }

    public static void MaxPoolSelect(MaxPoolSelect op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        ReferenceArray x = inputs[0], position = inputs[1], y = outputs[0];
        int channels = x.Shape[3];
        foreach (Meeting meeting in WindowWalk.Over(op.Window, x.Shape, y.Shape))
        {
            for (int channel = 0; channel < channels; channel++)
            {
                int at = (meeting.Output * channels) + channel;
                if (position[at] == meeting.Tap) y.Values[at] = x[(meeting.Input * channels) + channel];
            }
        }
    }

    /// <summary>A window that lies on padding only gives 0.</summary>
    public static void AveragePool(AveragePool op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        ReferenceArray x = inputs[0], y = outputs[0];
        int channels = x.Shape[3];
        int[] counts = Counts(op.Window, x.Shape, y.Shape);
        foreach (Meeting meeting in WindowWalk.Over(op.Window, x.Shape, y.Shape))
            for (int channel = 0; channel < channels; channel++)
                y.Values[(meeting.Output * channels) + channel] += x[(meeting.Input * channels) + channel] / counts[meeting.Output];
    }

    public static void AveragePoolGradient(AveragePoolGradient op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        ReferenceArray dy = inputs[0], dx = outputs[0];
        int channels = dy.Shape[3];
        int[] counts = Counts(op.Window, dx.Shape, dy.Shape);
        foreach (Meeting meeting in WindowWalk.Over(op.Window, dx.Shape, dy.Shape))
            for (int channel = 0; channel < channels; channel++)
                dx.Values[(meeting.Input * channels) + channel] += dy[(meeting.Output * channels) + channel] / counts[meeting.Output];
    }

    // How many pixels each window sees: padding doesn't count.
    private static int[] Counts(Window2D window, Shape image, Shape output)
    {
        var counts = new int[checked((int)output.Product(0, 3))];
        foreach (Meeting meeting in WindowWalk.Over(window, image, output)) counts[meeting.Output]++;
        return counts;
    }
}
