using System.Globalization;

namespace Cornea.Learn;

/// <summary>Makes of each row the products of its columns up to a degree: of (a, b) come 1, a, b, a², ab, b².</summary>
/// <remarks>
/// By ascending degree, and among those of one degree in the order of the columns. Source: scikit-learn 1.9, PolynomialFeatures. Golden
/// case: classic/regression.
/// </remarks>
public sealed class PolynomialFeatures : ITransformer
{
    private readonly int _minDegree;
    private readonly int _maxDegree;
    private readonly bool _interactionOnly;
    private readonly bool _includeBias;
    private int[][] _products = [];
    private int _columns = -1;

    /// <summary>All products up to a degree.</summary>
    /// <param name="degree">The highest degree, 0 or more.</param>
    /// <param name="interactionOnly">Whether only products of different columns are made: ab, but not a².</param>
    /// <param name="includeBias">Whether the first column is that of ones.</param>
    /// <exception cref="ArgumentException">The degree is negative, or nothing would be made.</exception>
    public PolynomialFeatures(int degree = 2, bool interactionOnly = false, bool includeBias = true)
        : this((0, degree), interactionOnly, includeBias)
    {
    }

    /// <summary>All products from one degree to another; the column of ones comes apart from that.</summary>
    /// <inheritdoc cref="PolynomialFeatures(int, bool, bool)"/>
    public PolynomialFeatures((int Min, int Max) degree, bool interactionOnly = false, bool includeBias = true)
    {
        (_minDegree, _maxDegree) = degree;
        (_interactionOnly, _includeBias) = (interactionOnly, includeBias);
        if (_minDegree < 0 || _maxDegree < _minDegree)
            throw new ArgumentException($"PolynomialFeatures: expected a degree of 0 or more, or two ascending ones, got {degree}.", nameof(degree));
        if (_maxDegree == 0 && !includeBias)
            throw new ArgumentException("PolynomialFeatures: degree 0 without includeBias would give no columns.", nameof(includeBias));
    }

    /// <summary>How many columns come out.</summary>
    public int OutputCount => _products.Length;

    /// <summary>For each column that comes out, the exponent of each column that goes in.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Powers =>
        [.. _products.Select(product => Enumerable.Range(0, _columns).Select(column => product.Count(factor => factor == column)).ToArray())];

    /// <summary>Learns the number of columns.</summary>
    /// <param name="x">A table [rows, columns].</param>
    /// <returns>This object.</returns>
    /// <exception cref="ArgumentException">It isn't a table, has no columns or rows, or holds NaN or infinity.</exception>
    public PolynomialFeatures Fit(Tensor x)
    {
        _columns = Table.Read("PolynomialFeatures.Fit", nameof(x), x).Checked("PolynomialFeatures.Fit", nameof(x)).ColumnCount;
        var products = new List<int[]>();
        if (_includeBias) products.Add([]);
        for (int degree = Math.Max(1, _minDegree); degree <= _maxDegree; degree++) Collect(products, [], degree, 0);
        _products = [.. products];
        return this;
    }

    /// <summary>Makes the products of each row. Computes.</summary>
    /// <param name="x">A table [rows, columns], with as many columns as in Fit.</param>
    /// <returns>[rows, <see cref="OutputCount"/>]; Float64 where <paramref name="x"/> is, else Float32.</returns>
    /// <exception cref="InvalidOperationException">It isn't fitted.</exception>
    /// <exception cref="ArgumentException">It isn't a table, has other columns, or holds NaN or infinity.</exception>
    public Tensor Transform(Tensor x)
    {
        const string Who = "PolynomialFeatures.Transform";
        if (_columns < 0) throw new InvalidOperationException($"{Who}: it isn't fitted yet; call Fit first.");
        Table table = Table.Read(Who, nameof(x), x);
        if (table.ColumnCount != _columns) throw new ShapeException($"{Who}: expected {_columns} columns, as in Fit, got shape {x.Shape}.");
        if (table.RowCount > 0) table.Checked(Who, nameof(x));
        double[] features = new double[checked(table.RowCount * _products.Length)];
        int next = 0;
        for (int row = 0; row < table.RowCount; row++)
        {
            foreach (int[] product in _products)
            {
                double value = 1;
                foreach (int column in product) value *= table[row, column];
                features[next++] = value;
            }
        }

        return table.ToTensor(features, [table.RowCount, _products.Length]);
    }

    /// <summary>Fits to a table and makes its products. Computes.</summary>
    /// <inheritdoc cref="Fit"/>
    public Tensor FitTransform(Tensor x) => Fit(x).Transform(x);

    /// <summary>The names of the columns that come out, such as <c>1</c>, <c>x0</c>, <c>x0^2</c>, <c>x0 x1</c>.</summary>
    /// <param name="inputNames">Names of the columns that go in. Null: <c>x0</c>, <c>x1</c>, …</param>
    /// <exception cref="ArgumentException">There are more or fewer names than columns.</exception>
    public IReadOnlyList<string> GetFeatureNames(IReadOnlyList<string>? inputNames = null)
    {
        if (inputNames is not null && inputNames.Count != _columns)
            throw new ArgumentException($"PolynomialFeatures.GetFeatureNames: expected {_columns} names, got {inputNames.Count}.", nameof(inputNames));
        return
        [
            .. _products.Select(product => product.Length == 0 ? "1" : string.Join(' ', product.GroupBy(column => column).Select(factor =>
                (inputNames?[factor.Key] ?? string.Create(CultureInfo.InvariantCulture, $"x{factor.Key}"))
                + (factor.Count() > 1 ? string.Create(CultureInfo.InvariantCulture, $"^{factor.Count()}") : "")))),
        ];
    }

    private void Collect(List<int[]> products, int[] begun, int degree, int firstColumn)
    {
        if (begun.Length == degree)
        {
            products.Add(begun);
            return;
        }

        for (int column = firstColumn; column < _columns; column++)
            Collect(products, [.. begun, column], degree, _interactionOnly ? column + 1 : column);
    }
}
