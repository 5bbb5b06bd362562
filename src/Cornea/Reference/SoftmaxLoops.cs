using Cornea.Graphs.Operations;

namespace Cornea.Reference;

/// <summary>Softmax along the last axis, its logarithm, and the cross-entropy against labels.</summary>
internal static class SoftmaxLoops
{
    public static void Softmax(Softmax op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        foreach ((int start, int count) in Rows(inputs[0].Shape))
        {
            ReadOnlySpan<double> x = inputs[0].Values.AsSpan(start, count);
            Span<double> y = outputs[0].Values.AsSpan(start, count);
            double logSum = LogSumExp(x);
            for (int index = 0; index < count; index++) y[index] = Math.Exp(x[index] - logSum);
        }
    }

    public static void Gradient(SoftmaxGradient op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        foreach ((int start, int count) in Rows(inputs[0].Shape))
        {
            ReadOnlySpan<double> y = inputs[0].Values.AsSpan(start, count), dy = inputs[1].Values.AsSpan(start, count);
            Span<double> dx = outputs[0].Values.AsSpan(start, count);
            double dot = 0;
            for (int index = 0; index < count; index++) dot += dy[index] * y[index];
            for (int index = 0; index < count; index++) dx[index] = y[index] * (dy[index] - dot);
        }
    }

    public static void LogSoftmax(LogSoftmax op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        foreach ((int start, int count) in Rows(inputs[0].Shape))
        {
            ReadOnlySpan<double> x = inputs[0].Values.AsSpan(start, count);
            Span<double> y = outputs[0].Values.AsSpan(start, count);
            double logSum = LogSumExp(x);
            for (int index = 0; index < count; index++) y[index] = x[index] - logSum;
        }
    }

    public static void CrossEntropy(SparseSoftmaxCrossEntropy op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        ReferenceArray logits = inputs[0], labels = inputs[1];
        int classes = logits.Shape[1];
        IndexLoops.Check(op.Name, "label", labels, 0, classes - 1);
        for (int row = 0; row < logits.Shape[0]; row++)
        {
            ReadOnlySpan<double> x = logits.Values.AsSpan(row * classes, classes);
            Span<double> probabilities = outputs[1].Values.AsSpan(row * classes, classes);
            double logSum = LogSumExp(x);
            outputs[0].Values[row] = logSum - x[(int)labels[row]];
            for (int index = 0; index < classes; index++) probabilities[index] = Math.Exp(x[index] - logSum);
        }
    }

    public static void CrossEntropyGradient(SparseSoftmaxCrossEntropyGradient op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        ReferenceArray probabilities = inputs[0], labels = inputs[1], dloss = inputs[2];
        int classes = probabilities.Shape[1];
        IndexLoops.Check(op.Name, "label", labels, 0, classes - 1);
        for (int index = 0; index < probabilities.Values.Length; index++)
        {
            int row = index / classes;
            double target = index % classes == labels[row] ? 1 : 0;
            outputs[0].Values[index] = (probabilities[index] - target) * dloss[row];
        }
    }

    public static void DenseCrossEntropy(SoftmaxCrossEntropy op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        int classes = inputs[0].Shape[1];
        for (int row = 0; row < inputs[0].Shape[0]; row++)
        {
            ReadOnlySpan<double> x = inputs[0].Values.AsSpan(row * classes, classes), targets = inputs[1].Values.AsSpan(row * classes, classes);
            double logSum = LogSumExp(x);
            for (int index = 0; index < classes; index++)
            {
                if (targets[index] != 0) outputs[0].Values[row] += targets[index] * (logSum - x[index]);
                outputs[1].Values[(row * classes) + index] = Math.Exp(x[index] - logSum);
            }
        }
    }

    public static void DenseCrossEntropyGradient(SoftmaxCrossEntropyGradient op, ReferenceArray[] inputs, ReferenceArray[] outputs)
    {
        int classes = inputs[0].Shape[1];
        for (int index = 0; index < inputs[0].Values.Length; index++)
        {
            int row = index / classes;
            double sum = 0;
            foreach (double target in inputs[1].Values.AsSpan(row * classes, classes)) sum += target;
            outputs[0].Values[index] = ((inputs[0][index] * sum) - inputs[1][index]) * inputs[2][row];
        }
    }

    // log Σ eˣ with the largest taken out, so that nothing overflows. A NaN anywhere makes it NaN.
    private static double LogSumExp(ReadOnlySpan<double> row)
    {
        double largest = double.NegativeInfinity, sum = 0;
        foreach (double x in row) largest = Math.Max(largest, x);
        foreach (double x in row) sum += Math.Exp(x - largest);
        return largest + Math.Log(sum);
    }

    private static IEnumerable<(int Start, int Count)> Rows(Shape shape)
    {
        int count = shape[^1], rows = checked((int)shape.Product(0, shape.Rank - 1));
        for (int row = 0; row < rows; row++) yield return (row * count, count);
    }
}
