using System.Numerics;
using Cornea.Graphs;
using Cornea.Losses;

namespace Cornea;

/// <summary>Looks at data before anything is changed by it, and says what is wrong with them.</summary>
internal static class DataChecks
{
    /// <summary>Lengths agree, there are samples, and no number is NaN or infinite. The tensors are computed.</summary>
    public static void Arrays(string who, Batch data)
    {
        Tensor[] all = Lengths(who, data);
        for (int index = 0; index < all.Length; index++) Finite(who, NameOf(data, index), all[index]);
    }

    /// <summary>Lengths agree and there are samples. The tensors are computed.</summary>
    public static Tensor[] Lengths(string who, Batch data)
    {
        Tensor[] all = data.All();
        if (data.Inputs.Count == 0) throw new ArgumentException($"{who}: expected at least one input, got none.");
        for (int index = 0; index < all.Length; index++)
        {
            if (all[index].IsSymbolic)
                throw new ArgumentException($"{who}: expected data for {NameOf(data, index)}, got a model's symbolic tensor of shape {all[index].Shape}.");
            if (all[index].Rank == 0) throw new ShapeException($"{who}: expected samples along the first axis of {NameOf(data, index)}, got a single number.");
            if (all[index].Shape[0] != all[0].Shape[0])
                throw new ShapeException(
                    $"{who}: expected as many samples in {NameOf(data, index)} as in {NameOf(data, 0)}, got {all[index].Shape[0]} and {all[0].Shape[0]} (shapes {all[index].Shape} and {all[0].Shape}).");
        }

        if (all[0].Shape[0] == 0) throw new ArgumentException($"{who}: expected at least one sample, got none: {NameOf(data, 0)} has shape {all[0].Shape}.");
        Evaluator.Evaluate(all);
        return all;
    }

    /// <summary>Class indices are below the number of classes, probabilities between 0 and 1: what the loss needs.</summary>
    public static void Labels(string who, Loss? loss, Tensor y, Shape output)
    {
        switch (loss)
        {
            case SparseCategoricalCrossentropy when output.Rank > 0 && output[^1] != Shape.Unknown:
                CheckClasses(who, loss, y, output[^1]);
                break;
            case BinaryCrossentropy:
                (double least, double most) = Range(y);
                if (least < 0 || most > 1)
                    throw new ArgumentException($"{who}: {loss.Name} expects targets between 0 and 1, got values from {least} to {most}.");
                break;
        }
    }

    private static void CheckClasses(string who, Loss loss, Tensor y, int classes)
    {
        (double least, double most) = Range(y);
        int? ignored = (loss as SparseCategoricalCrossentropy)?.IgnoreClass;
        if ((least < 0 && least != ignored) || (most >= classes && most != ignored))
            throw new ArgumentException(
                $"{who}: the model's output has {classes} classes, so labels must be between 0 and {classes - 1}, got labels from {least} to {most}. "
                + $"Give the last layer {(most >= classes ? most + 1 : classes)} units, or number the labels from 0.");
    }

    private static (double Least, double Most) Range(Tensor y)
    {
        double[] values = y.ToArray<double>();
        double least = double.PositiveInfinity, most = double.NegativeInfinity;
        foreach (double value in values)
        {
            least = Math.Min(least, value);
            most = Math.Max(most, value);
        }

        return (least, most);
    }

    private static void Finite(string who, string name, Tensor tensor)
    {
        if (!tensor.DType.IsFloating) return;
        Storage storage = tensor.Evaluate();
        long bad = tensor.DType == DType.Float32 ? FirstBad(storage.Span<float>()) : FirstBad(storage.Span<double>());
        GC.KeepAlive(storage);
        if (bad < 0) return;
        var place = new int[tensor.Rank];
        long rest = bad;
        for (int axis = place.Length - 1; axis >= 0; axis--)
        {
            place[axis] = (int)(rest % tensor.Shape[axis]);
            rest /= tensor.Shape[axis];
        }

        double value = tensor.DType == DType.Float32 ? storage.Span<float>()[(int)bad] : storage.Span<double>()[(int)bad];
        string what = double.IsNaN(value) ? "NaN" : value > 0 ? "infinity" : "minus infinity";
        throw new ArgumentException($"{who}: expected finite numbers in {name}, got {what} at [{string.Join(", ", place)}] (shape {tensor.Shape}).");
    }

    // x − x is 0 for finite x, and NaN for the rest.
    private static int FirstBad<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPoint<T>
    {
        int width = Vector<T>.Count, index = 0;
        for (; index + width <= values.Length; index += width)
        {
            var part = new Vector<T>(values.Slice(index, width));
            if (!Vector.EqualsAll(part - part, Vector<T>.Zero)) break;
        }

        for (; index < values.Length; index++)
            if (!T.IsFinite(values[index])) return index;
        return -1;
    }

    // What the caller calls it, of all of a batch's tensors.
    private static string NameOf(Batch data, int index)
    {
        foreach ((string name, TensorList? list) in new[] { ("x", data.Inputs), ("y", data.Targets), ("sampleWeight", data.SampleWeights) })
        {
            int count = list?.Count ?? 0;
            if (index < count) return count == 1 ? name : $"{name}[{index}]";
            index -= count;
        }

        throw new ArgumentOutOfRangeException(nameof(index));
    }
}
