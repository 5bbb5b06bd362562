namespace Cornea.Learn;

/// <summary>The mean cross-entropy of a linear classifier with the penalty on its coefficients, and its gradient.</summary>
/// <param name="x">The rows.</param>
/// <param name="places">The class of each row, by number.</param>
/// <param name="classes">How many classes; of two there is one row of coefficients, for the second.</param>
/// <param name="weights">What each row counts.</param>
/// <param name="fitIntercept">Whether the intercepts, each behind its row of coefficients, may differ from 0.</param>
/// <param name="penalty">What half the square of a coefficient counts.</param>
internal sealed class LogisticLoss(Table x, int[] places, int classes, double[] weights, bool fitIntercept, double penalty)
{
    private readonly int _rows = classes == 2 ? 1 : classes;
    private readonly double _total = weights.Sum();

    /// <summary>The loss at w, and its gradient.</summary>
    public double Value(double[] w, double[] gradient)
    {
        int width = x.ColumnCount + 1;
        Array.Clear(gradient);
        double loss = 0;
        double[] output = new double[_rows];
        for (int row = 0; row < x.RowCount; row++)
        {
            Span<double> values = x.Row(row);
            for (int k = 0; k < _rows; k++) output[k] = DoubleVector.Dot(values, w.AsSpan(k * width, width)) + w[(k * width) + width - 1];
            loss += weights[row] * ToSlopes(output, places[row]);
            for (int k = 0; k < _rows; k++)
            {
                double slope = output[k] * weights[row] / _total;
                DoubleVector.Add(gradient.AsSpan(k * width, width - 1), slope, values);
                if (fitIntercept) gradient[(k * width) + width - 1] += slope;
            }
        }

        double squares = 0;
        for (int k = 0; k < _rows; k++)
        {
            ReadOnlySpan<double> own = w.AsSpan(k * width, width - 1);
            squares += DoubleVector.Dot(own, own);
            DoubleVector.Add(gradient.AsSpan(k * width, width - 1), penalty, own);
        }

        return (loss / _total) + (0.5 * penalty * squares);
    }

    public static double Sigmoid(double z) => z >= 0 ? 1 / (1 + Math.Exp(-z)) : Math.Exp(z) / (1 + Math.Exp(z));

    /// <summary>Turns logits into probabilities.</summary>
    /// <returns>The logarithm of the sum of their exponentials.</returns>
    public static double Softmax(Span<double> values)
    {
        double largest = double.NegativeInfinity, sum = 0;
        foreach (double value in values) largest = Math.Max(largest, value);
        foreach (ref double value in values) sum += value = Math.Exp(value - largest);
        foreach (ref double value in values) value /= sum;
        return largest + Math.Log(sum);
    }

    // One row's loss; its logits become the loss' derivatives by them.
    private double ToSlopes(Span<double> output, int place)
    {
        if (_rows > 1)
        {
            double logit = output[place];
            double loss = Softmax(output) - logit;
            output[place] -= 1;
            return loss;
        }

        double z = output[0];
        output[0] = Sigmoid(z) - place;
        return Math.Max(z, 0) - (z * place) + Log1P(Math.Exp(-Math.Abs(z)));
    }

    // log(1 + x) for small x too, where 1 + x has lost digits: Kahan's correction.
    private static double Log1P(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * (x / (sum - 1));
    }
}
