using System.Globalization;

namespace Cornea.Data;

/// <summary>Class labels out of tensors.</summary>
internal static class LabelReader
{
    /// <summary>True and predicted labels, as many of the one as of the other.</summary>
    public static (int[] Truth, int[] Prediction) Read(string who, Tensor yTrue, Tensor yPredicted)
    {
        Rows.Count(who, [yTrue, yPredicted], [nameof(yTrue), nameof(yPredicted)]);
        return (Read(who, nameof(yTrue), yTrue), Read(who, nameof(yPredicted), yPredicted));
    }

    /// <summary>The labels of a tensor [samples].</summary>
    /// <exception cref="ArgumentException">They aren't whole numbers [samples], or there are none.</exception>
    public static int[] Read(string who, string name, Tensor y)
    {
        Rows.Count(who, name, y);
        if (y.Rank > 2 || (y.Rank == 2 && y.Shape[1] != 1))
            throw new ShapeException($"{who}: expected labels [samples] in {name}, got shape {y.Shape}. ArgMax(-1) makes labels of rows.");
        double[] values = y.ToArray<double>();
        if (values.Length == 0) throw new ArgumentException($"{who}: expected at least one sample, got none.", name);
        foreach (double value in values)
        {
            if (value != Math.Floor(value) || Math.Abs(value) > int.MaxValue)
            {
                throw new ArgumentException(
                    $"{who}: expected whole numbers in {name}, got {value.ToString(CultureInfo.InvariantCulture)}. "
                    + "Make labels of probabilities first: (y > 0.5), or ArgMax(-1).",
                    name);
            }
        }

        return Array.ConvertAll(values, value => (int)value);
    }

    /// <summary>The labels that occur, ascending.</summary>
    public static int[] Occurring(params int[][] labels) => [.. labels.SelectMany(label => label).Distinct().Order()];

    /// <summary>The labels to report: those given, or all that occur.</summary>
    /// <exception cref="ArgumentException">There are none, or the same twice.</exception>
    public static int[] Reported(string who, IReadOnlyList<int>? labels, int[] occurring)
    {
        int[] reported = [.. labels ?? occurring];
        if (reported.Length == 0) throw new ArgumentException($"{who}: expected at least one label to report, got none.", nameof(labels));
        return reported.Distinct().Count() == reported.Length
            ? reported
            : throw new ArgumentException($"{who}: expected different labels, got {string.Join(", ", reported)}.", nameof(labels));
    }
}
