using System.Globalization;
using Cornea.Data;

namespace Cornea.Learn;

/// <summary>A table of numbers [rows, columns] in double precision, and the type that it came in.</summary>
/// <param name="Values">Row by row.</param>
/// <param name="RowCount">How many rows.</param>
/// <param name="ColumnCount">How many columns.</param>
/// <param name="DType">Of results: Float64 where the table is, else Float32.</param>
internal readonly record struct Table(double[] Values, int RowCount, int ColumnCount, DType DType)
{
    public double this[int row, int column] => Values[(row * ColumnCount) + column];

    public Span<double> Row(int row) => Values.AsSpan(row * ColumnCount, ColumnCount);

    /// <summary>Reads a table; NaN and infinities are left in it.</summary>
    /// <exception cref="ShapeException">It isn't of rank 2.</exception>
    public static Table Read(string who, string name, Tensor x)
    {
        Rows.Count(who, name, x);
        if (x.Rank != 2)
        {
            throw new ShapeException(
                $"{who}: expected a table [rows, columns], got shape {x.Shape}. Reshape(-1, 1) makes a table of a single column.");
        }

        return new Table(x.ToArray<double>(), x.Shape[0], x.Shape[1], TypeOf(x));
    }

    /// <summary>Reads a column [rows] or a table [rows, columns].</summary>
    public static Table ReadColumns(string who, string name, Tensor y)
    {
        int rows = Rows.Count(who, name, y);
        if (y.Rank > 2) throw new ShapeException($"{who}: expected [rows] or [rows, columns] in {name}, got shape {y.Shape}.");
        return new Table(y.ToArray<double>(), rows, y.Rank == 1 ? 1 : y.Shape[1], TypeOf(y));
    }

    /// <summary>Reads a weight for each of so many rows; ones without any.</summary>
    /// <exception cref="ArgumentException">There are more or fewer, or one is negative or no number.</exception>
    public static double[] ReadWeights(string who, Tensor? sampleWeight, int rows)
    {
        double[] weights = new double[rows];
        if (sampleWeight is null)
        {
            Array.Fill(weights, 1);
            return weights;
        }

        if (Rows.Count(who, nameof(sampleWeight), sampleWeight) != rows || sampleWeight.Shape.ElementCount != rows)
            throw new ShapeException($"{who}: expected a sampleWeight for each of the {rows} rows, got shape {sampleWeight.Shape}.");
        weights = sampleWeight.ToArray<double>();
        foreach (double weight in weights)
            if (!(weight >= 0 && double.IsFinite(weight))) throw new ArgumentException($"{who}: expected weights of 0 or more in sampleWeight, got {Text(weight)}.", nameof(sampleWeight));
        return weights;
    }

    /// <summary>This table, if it has rows and all its numbers are finite.</summary>
    /// <exception cref="ArgumentException">It hasn't, or they aren't.</exception>
    public Table Checked(string who, string name, bool allowNaN = false)
    {
        if (RowCount == 0 || ColumnCount == 0)
            throw new ArgumentException($"{who}: expected at least one row and one column in {name}, got [{RowCount}, {ColumnCount}].", name);
        int wrong = Array.FindIndex(Values, value => double.IsInfinity(value) || (!allowNaN && double.IsNaN(value)));
        if (wrong < 0) return this;
        string what = double.IsNaN(Values[wrong]) ? "NaN" : "infinity";
        throw new ArgumentException(
            $"{who}: expected finite numbers in {name}, got {what} in row {wrong / ColumnCount}, column {wrong % ColumnCount}.", name);
    }

    /// <summary>Numbers as a tensor of this table's type.</summary>
    public Tensor ToTensor(double[] values, Shape shape) => Make(values, shape, DType);

    /// <summary>Numbers as a tensor of a type, Float64 or Float32.</summary>
    public static Tensor Make(double[] values, Shape shape, DType dtype) => dtype == DType.Float64
        ? Tensor.From(values, shape)
        : Tensor.From(Array.ConvertAll(values, value => (float)value), shape);

    /// <summary>A number as messages show it.</summary>
    public static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static DType TypeOf(Tensor x) => x.DType == DType.Float64 ? DType.Float64 : DType.Float32;
}
