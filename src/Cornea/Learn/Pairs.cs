namespace Cornea.Learn;

/// <summary>True and predicted numbers, sample by sample and output by output, with the samples' weights.</summary>
internal sealed class Pairs
{
    private readonly Table _truth;
    private readonly Table _prediction;
    private readonly double[] _weights;
    private readonly double _total;

    private Pairs(Table truth, Table prediction, double[] weights)
    {
        (_truth, _prediction, _weights) = (truth, prediction, weights);
        _total = weights.Sum();
    }

    public int RowCount => _truth.RowCount;

    public static Pairs Read(string who, Tensor yTrue, Tensor yPredicted, Tensor? sampleWeight)
    {
        Table truth = Table.ReadColumns(who, nameof(yTrue), yTrue).Checked(who, nameof(yTrue));
        Table prediction = Table.ReadColumns(who, nameof(yPredicted), yPredicted).Checked(who, nameof(yPredicted));
        if (truth.RowCount != prediction.RowCount || truth.ColumnCount != prediction.ColumnCount)
            throw new ShapeException($"{who}: expected yTrue and yPredicted of one shape, got {yTrue.Shape} and {yPredicted.Shape}.");
        return new Pairs(truth, prediction, Table.ReadWeights(who, sampleWeight, truth.RowCount));
    }

    public IEnumerable<(double Truth, double Prediction)> Of(int output) =>
        Enumerable.Range(0, RowCount).Select(row => (_truth[row, output], _prediction[row, output]));

    public double Sum(int output, Func<double, double, double> value)
    {
        double sum = 0;
        for (int row = 0; row < RowCount; row++) sum += _weights[row] * value(_truth[row, output], _prediction[row, output]);
        return sum;
    }

    public double Mean(int output, Func<double, double, double> value) => Sum(output, value) / _total;

    public double MeanOverOutputs(Func<int, double> value) => Enumerable.Range(0, _truth.ColumnCount).Average(value);
}
