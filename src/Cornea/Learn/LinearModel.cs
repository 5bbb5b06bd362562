namespace Cornea.Learn;

/// <summary>What the models share whose prediction is y = x·coefficients + intercept.</summary>
public abstract class LinearModel : Estimator
{
    private readonly bool _fitIntercept;
    private double[][] _coefficients = [];
    private double[] _intercepts = [];
    private int _columns = -1;
    private bool _isSingle;
    private DType _dtype = DType.Float32;

    private protected LinearModel(bool fitIntercept) => _fitIntercept = fitIntercept;

    /// <inheritdoc/>
    public override bool IsClassifier => false;

    /// <summary>A coefficient per column: [columns]; [targets, columns] where there are several targets.</summary>
    /// <exception cref="InvalidOperationException">The model isn't fitted.</exception>
    public Tensor Coefficients => Fitted(_columns, () => Table.Make(
        [.. _coefficients.SelectMany(row => row)], _isSingle ? [_columns] : [_coefficients.Length, _columns], _dtype));

    /// <summary>The prediction for a row of zeros: a number; [targets] where there are several targets. 0 without intercept.</summary>
    /// <exception cref="InvalidOperationException">The model isn't fitted.</exception>
    public Tensor Intercept => Fitted(_columns, () => Table.Make(_intercepts, _isSingle ? Shape.Scalar : [_intercepts.Length], _dtype));

    /// <inheritdoc/>
    public override Tensor Predict(Tensor x)
    {
        Table table = ReadRows(nameof(Predict), x, _columns);
        int targets = _coefficients.Length;
        double[] predicted = new double[table.RowCount * targets];
        for (int row = 0; row < table.RowCount; row++)
            for (int target = 0; target < targets; target++)
                predicted[(row * targets) + target] = DoubleVector.Dot(table.Row(row), _coefficients[target]) + _intercepts[target];
        return table.ToTensor(predicted, _isSingle ? [table.RowCount] : [table.RowCount, targets]);
    }

    /// <summary>The coefficients for each target.</summary>
    /// <param name="columns">The columns of x: centred where there is an intercept, each row times the root of its weight.</param>
    /// <param name="targets">The targets, likewise.</param>
    /// <param name="totalWeight">The sum of the rows' weights: their number without weights.</param>
    private protected abstract double[][] Solve(double[][] columns, double[][] targets, double totalWeight);

    private protected void FitTables(Tensor x, Tensor y, Tensor? sampleWeight)
    {
        Table rows = ReadRows(x), truth = Table.ReadColumns(Who("Fit"), nameof(y), y);
        CheckRows(rows, truth.RowCount);
        truth.Checked(Who("Fit"), nameof(y));
        double[] weights = Table.ReadWeights(Who("Fit"), sampleWeight, rows.RowCount);
        double total = weights.Sum();
        if (total == 0) throw new ArgumentException($"{Who("Fit")}: expected a row with a weight above 0 in sampleWeight.", nameof(sampleWeight));
        (double[][] columns, double[] means) = Centred(rows, weights, total);
        (double[][] targets, double[] targetMeans) = Centred(truth, weights, total);
        if (sampleWeight is not null)
        {
            double[] roots = Array.ConvertAll(weights, Math.Sqrt);
            foreach (double[] column in (double[][])[.. columns, .. targets])
                for (int row = 0; row < column.Length; row++) column[row] *= roots[row];
        }

        _coefficients = Solve(columns, targets, total);
        _intercepts = [.. targetMeans.Select((mean, target) => mean - DoubleVector.Dot(means, _coefficients[target]))];
        (_columns, _isSingle, _dtype) = (rows.ColumnCount, y.Rank == 1, rows.DType);
    }

    private (double[][] Columns, double[] Means) Centred(Table table, double[] weights, double total)
    {
        double[][] columns = [.. Enumerable.Range(0, table.ColumnCount).Select(column =>
            Enumerable.Range(0, table.RowCount).Select(row => table[row, column]).ToArray())];
        double[] means = Array.ConvertAll(columns, column => _fitIntercept ? DoubleVector.Dot(column, weights) / total : 0);
        for (int column = 0; column < columns.Length; column++)
            foreach (ref double value in columns[column].AsSpan()) value -= means[column];
        return (columns, means);
    }
}
