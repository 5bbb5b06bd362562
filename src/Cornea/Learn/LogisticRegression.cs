using Cornea.Data;

namespace Cornea.Learn;

/// <summary>A classifier whose classes' probabilities are the softmax (of two classes: the sigmoid) of x·coefficients + intercept.</summary>
/// <remarks>
/// Minimises C·Σ cross-entropy + ‖coefficients‖² / 2, by L-BFGS from zeros. Its speed depends much on the columns being of like size:
/// a <see cref="StandardScaler"/> first. Source: scikit-learn 1.9, LogisticRegression. Golden case: classic/regression.
/// </remarks>
public sealed class LogisticRegression : Estimator
{
    private readonly Penalty _penalty;
    private readonly double _c;
    private readonly double _tol;
    private readonly bool _fitIntercept;
    private readonly IReadOnlyDictionary<int, double>? _classWeight;
    private readonly int _maxIter;
    private int[] _classes = [];
    private double[] _weights = []; // Of each row of coefficients: the columns', then the intercept.
    private int _columns = -1;
    private DType _dtype = DType.Float32;

    /// <summary>A classifier that isn't fitted yet.</summary>
    /// <param name="penalty">What large coefficients cost; <see cref="Penalty.L2"/> by default.</param>
    /// <param name="c">scikit-learn's C: how much the data count against the penalty, above 0.</param>
    /// <param name="tol">It ends when no component of the mean loss' gradient is larger.</param>
    /// <param name="fitIntercept">Whether there are intercepts, which have no penalty.</param>
    /// <param name="classWeight">What each class counts (<see cref="Labels.BalancedWeights"/> for all alike); null: 1.</param>
    /// <param name="maxIter">At most so many steps.</param>
    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    public LogisticRegression(
        Penalty? penalty = null,
        double c = 1,
        double tol = 1e-4,
        bool fitIntercept = true,
        IReadOnlyDictionary<int, double>? classWeight = null,
        int maxIter = 100)
    {
        if (!(c > 0)) throw new ArgumentException($"LogisticRegression: expected c above 0, got {Table.Text(c)}.", nameof(c));
        if (!(tol > 0)) throw new ArgumentException($"LogisticRegression: expected tol above 0, got {Table.Text(tol)}.", nameof(tol));
        if (maxIter < 0) throw new ArgumentException($"LogisticRegression: expected maxIter of 0 or more, got {maxIter}.", nameof(maxIter));
        (_penalty, _c, _tol, _fitIntercept, _classWeight, _maxIter) = (penalty ?? Penalty.L2, c, tol, fitIntercept, classWeight, maxIter);
    }

    /// <inheritdoc/>
    public override bool IsClassifier => true;

    /// <summary>The classes' labels, ascending: the order of the columns of <see cref="PredictProba"/>.</summary>
    public IReadOnlyList<int> Classes => _classes;

    /// <summary>A row of coefficients for each class, [classes, columns]; of two classes one row, [1, columns], for the second.</summary>
    /// <exception cref="InvalidOperationException">It isn't fitted.</exception>
    public Tensor Coefficients => Fitted(_columns, () => Table.Make(
        [.. Enumerable.Range(0, RowCount).SelectMany(row => Of(row)[..^1].ToArray())], [RowCount, _columns], _dtype));

    /// <summary>The intercept of each row of coefficients.</summary>
    /// <exception cref="InvalidOperationException">It isn't fitted.</exception>
    public Tensor Intercept => Fitted(_columns, () => Table.Make([.. Enumerable.Range(0, RowCount).Select(row => Of(row)[^1])], [RowCount], _dtype));

    /// <summary>How many steps Fit took.</summary>
    public int IterationCount { get; private set; }

    private int RowCount => _classes.Length == 2 ? 1 : _classes.Length;

    /// <inheritdoc/>
    public override LogisticRegression Fit(Tensor x, Tensor y, Tensor? sampleWeight = null)
    {
        Table rows = ReadRows(x);
        int[] truth = LabelReader.Read(Who("Fit"), nameof(y), y);
        CheckRows(rows, truth.Length);
        double[] weights = Table.ReadWeights(Who("Fit"), sampleWeight, rows.RowCount);
        int[] classes = [.. truth.Distinct().Order()];
        if (classes.Length < 2) throw new ArgumentException($"{Who("Fit")}: expected at least two classes in y, got only {classes[0]}.", nameof(y));
        if (_classWeight is not null)
            for (int row = 0; row < weights.Length; row++) weights[row] *= _classWeight.GetValueOrDefault(truth[row], 1);
        double total = weights.Sum();
        if (total == 0) throw new ArgumentException($"{Who("Fit")}: expected a row with a weight above 0.", nameof(sampleWeight));

        int[] places = Array.ConvertAll(truth, label => Array.BinarySearch(classes, label));
        var loss = new LogisticLoss(rows, places, classes.Length, weights, _fitIntercept, _penalty == Penalty.None ? 0 : 1 / (_c * total));
        double[] start = new double[(classes.Length == 2 ? 1 : classes.Length) * (rows.ColumnCount + 1)];
        (_weights, IterationCount) = LimitedMemoryBfgs.Minimize(loss.Value, start, _tol, _maxIter);
        (_classes, _columns, _dtype) = (classes, rows.ColumnCount, rows.DType);
        return this;
    }

    /// <summary>x·coefficients + intercept: [rows, classes]; of two classes [rows], above 0 for the second.</summary>
    /// <inheritdoc cref="Predict"/>
    public Tensor DecisionFunction(Tensor x)
    {
        Table table = ReadRows(nameof(DecisionFunction), x, _columns);
        return table.ToTensor(Decide(table), RowCount == 1 ? [table.RowCount] : [table.RowCount, RowCount]);
    }

    /// <summary>The probability of each class, [rows, classes].</summary>
    /// <inheritdoc cref="Predict"/>
    public Tensor PredictProba(Tensor x)
    {
        Table table = ReadRows(nameof(PredictProba), x, _columns);
        double[] decisions = Decide(table);
        int classes = _classes.Length;
        double[] probabilities = new double[table.RowCount * classes];
        for (int row = 0; row < table.RowCount; row++)
        {
            Span<double> own = probabilities.AsSpan(row * classes, classes);
            if (RowCount == 1)
            {
                own[1] = LogisticLoss.Sigmoid(decisions[row]);
                own[0] = LogisticLoss.Sigmoid(-decisions[row]);
                continue;
            }

            decisions.AsSpan(row * classes, classes).CopyTo(own);
            LogisticLoss.Softmax(own);
        }

        return table.ToTensor(probabilities, [table.RowCount, classes]);
    }

    /// <summary>The most probable class of each row, Int32 [rows]. Computes.</summary>
    /// <inheritdoc/>
    public override Tensor Predict(Tensor x)
    {
        Table table = ReadRows(nameof(Predict), x, _columns);
        double[] decisions = Decide(table);
        int[] labels = new int[table.RowCount];
        for (int row = 0; row < labels.Length; row++)
        {
            int best = RowCount == 1 ? (decisions[row] > 0 ? 1 : 0) : 0;
            for (int k = 1; k < RowCount; k++)
                if (decisions[(row * RowCount) + k] > decisions[(row * RowCount) + best]) best = k;
            labels[row] = _classes[best];
        }

        return Tensor.From(labels);
    }

    private double[] Decide(Table table)
    {
        double[] decisions = new double[table.RowCount * RowCount];
        for (int row = 0; row < table.RowCount; row++)
            for (int k = 0; k < RowCount; k++) decisions[(row * RowCount) + k] = DoubleVector.Dot(table.Row(row), Of(k)) + Of(k)[^1];
        return decisions;
    }

    private ReadOnlySpan<double> Of(int row) => _weights.AsSpan(row * (_columns + 1), _columns + 1);
}
