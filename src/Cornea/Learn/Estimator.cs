namespace Cornea.Learn;

/// <summary>What learns targets from a table: Fit, then Predict and Score.</summary>
/// <remarks>Everything is computed in double precision; results are Float64 where the table is, else Float32.</remarks>
public abstract class Estimator
{
    private protected Estimator()
    {
    }

    /// <summary>Whether it predicts classes; otherwise numbers.</summary>
    public abstract bool IsClassifier { get; }

    /// <summary>Learns from rows and their targets; what was learned before is forgotten. Computes.</summary>
    /// <param name="x">A table [rows, columns].</param>
    /// <param name="y">A target per row.</param>
    /// <param name="sampleWeight">What each row counts [rows]; null: 1.</param>
    /// <returns>This estimator.</returns>
    /// <exception cref="ArgumentException">The shapes don't fit, there are no rows, or there is NaN or infinity.</exception>
    public abstract Estimator Fit(Tensor x, Tensor y, Tensor? sampleWeight = null);

    /// <summary>The targets of rows. Computes.</summary>
    /// <param name="x">A table [rows, columns], with as many columns as in Fit.</param>
    /// <exception cref="InvalidOperationException">It isn't fitted.</exception>
    /// <exception cref="ArgumentException">The table has other columns, or holds NaN or infinity.</exception>
    public abstract Tensor Predict(Tensor x);

    /// <summary>How good predictions are: the accuracy of classes, R² of numbers.</summary>
    /// <param name="x">A table [rows, columns].</param>
    /// <param name="y">The true targets.</param>
    /// <param name="sampleWeight">What each row counts [rows]; null: 1.</param>
    public double Score(Tensor x, Tensor y, Tensor? sampleWeight = null) => IsClassifier
        ? Learn.Score.Accuracy(y, Predict(x), sampleWeight: sampleWeight)
        : Learn.Score.R2(y, Predict(x), sampleWeight);

    /// <summary>
    /// An estimator whose tables go through scalers and their like first, each fitted to what the one before gives:
    /// <c>Estimator.MakePipeline([new StandardScaler()], new Ridge())</c>. For <see cref="CrossValidation"/>, in which they mustn't see the test rows.
    /// </summary>
    /// <param name="steps">What changes the tables, in order.</param>
    /// <param name="estimator">What learns from the result.</param>
    /// <remarks>Source: scikit-learn 1.9, make_pipeline.</remarks>
    public static Estimator MakePipeline(IReadOnlyList<ITransformer> steps, Estimator estimator)
    {
        ArgumentNullException.ThrowIfNull(steps);
        ArgumentNullException.ThrowIfNull(estimator);
        return new PipelineEstimator([.. steps], estimator);
    }

    private protected string Who(string method) => $"{GetType().Name}.{method}";

    /// <summary>Reads the rows to learn from.</summary>
    private protected Table ReadRows(Tensor x) => Table.Read(Who("Fit"), nameof(x), x).Checked(Who("Fit"), nameof(x));

    /// <summary>Reads rows to predict, for an estimator that knows so many columns; less than 0: it isn't fitted.</summary>
    private protected Table ReadRows(string method, Tensor x, int columns)
    {
        if (columns < 0) throw new InvalidOperationException($"{Who(method)}: it isn't fitted yet; call Fit first.");
        Table table = Table.Read(Who(method), nameof(x), x);
        if (table.ColumnCount != columns) throw new ShapeException($"{Who(method)}: expected {columns} columns, as in Fit, got shape {x.Shape}.");
        return table.RowCount == 0 ? table : table.Checked(Who(method), nameof(x));
    }

    /// <summary>What was learned, by an estimator that knows so many columns; less than 0: it isn't fitted.</summary>
    private protected Tensor Fitted(int columns, Func<Tensor> learned) =>
        columns >= 0 ? learned() : throw new InvalidOperationException($"{GetType().Name}: it isn't fitted yet; call Fit first.");

    private protected void CheckRows(Table x, int targets)
    {
        if (targets != x.RowCount) throw new ShapeException($"{Who("Fit")}: expected a target for each of the {x.RowCount} rows of x, got {targets}.");
    }
}
