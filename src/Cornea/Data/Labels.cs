using System.Globalization;

namespace Cornea.Data;

/// <summary>Labels in the forms that losses want.</summary>
public static class Labels
{
    /// <summary>One-hot rows of class labels: a 1 in the label's place, 0 elsewhere. Computes.</summary>
    /// <param name="x">
    /// Labels of any shape, whole numbers from 0; their type may be any. A last axis of size 1 is dropped, as in Keras.
    /// </param>
    /// <param name="numClasses">How many classes there are. Null: the largest label and one.</param>
    /// <returns>Float32 [..., numClasses].</returns>
    /// <remarks>Source: Keras 3, utils.to_categorical. Golden case: classic/keras_utils.</remarks>
    /// <exception cref="ArgumentException">A label is negative, not below <paramref name="numClasses"/>, or not a whole number.</exception>
    public static Tensor ToCategorical(Tensor x, int? numClasses = null)
    {
        ArgumentNullException.ThrowIfNull(x);
        if (numClasses is < 1)
            throw new ArgumentOutOfRangeException(nameof(numClasses), $"Labels.ToCategorical: expected at least one class, got {numClasses}.");
        double[] values = x.ToArray<double>();
        double largest = -1;
        foreach (double value in values)
        {
            if (value != Math.Floor(value) || value is < 0 or > int.MaxValue - 1)
            {
                throw new ArgumentException(
                    $"Labels.ToCategorical: expected whole numbers from 0, got {value.ToString(CultureInfo.InvariantCulture)}. "
                    + "Number the classes from 0 first.",
                    nameof(x));
            }

            largest = Math.Max(largest, value);
        }

        int classes = numClasses ?? (int)largest + 1;
        if (largest >= classes)
        {
            throw new ArgumentException(
                $"Labels.ToCategorical: expected labels below {classes}, the number of classes, got {largest}. "
                + $"Number the classes from 0, or give a numClasses of {largest + 1}.",
                nameof(x));
        }

        Shape labels = x.Rank > 1 && x.Shape[^1] == 1 ? x.Shape.Without(x.Rank - 1) : x.Shape;
        var rows = new float[checked(values.Length * classes)];
        for (int i = 0; i < values.Length; i++)
            rows[(i * classes) + (int)values[i]] = 1;
        return Tensor.From(rows, labels.Insert(labels.Rank, classes));
    }

    /// <summary>What each class must count so that all count alike: rows / (classes · rows of the class). For Fit's <c>classWeight</c>.</summary>
    /// <param name="y">Labels [rows], whole numbers.</param>
    /// <remarks>Source: scikit-learn 1.9, compute_class_weight("balanced").</remarks>
    /// <exception cref="ArgumentException">The labels aren't whole numbers [rows], or there are none.</exception>
    public static Dictionary<int, double> BalancedWeights(Tensor y)
    {
        ClassIndex index = ClassIndex.Of(LabelReader.Read("Labels.BalancedWeights", nameof(y), y));
        double rows = index.Rows.Sum(own => own.Length);
        return index.Labels.Zip(index.Counts).ToDictionary(pair => pair.First, pair => rows / (index.Labels.Length * pair.Second));
    }
}
