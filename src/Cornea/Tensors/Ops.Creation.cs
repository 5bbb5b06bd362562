namespace Cornea;

// Tensors from numbers: evenly spaced, triangles, diagonals, grids.
public static partial class Ops
{
    /// <summary>A matrix with ones where column − row is k, else 0.</summary>
    /// <param name="n">Rows.</param>
    /// <param name="m">Columns; n without it.</param>
    /// <param name="k">Which diagonal.</param>
    /// <param name="dtype">float32 without it.</param>
    public static Tensor Eye(int n, int? m = null, int k = 0, DType? dtype = null) =>
        Equal(ColumnLessRow(n, m ?? n, "Eye"), k).Cast(dtype ?? DType.Float32);

    /// <summary>A square matrix with ones on its diagonal.</summary>
    public static Tensor Identity(int n, DType? dtype = null) => Eye(n, dtype: dtype);

    /// <summary>A matrix with ones where column − row is at most k, else 0.</summary>
    public static Tensor Tri(int n, int? m = null, int k = 0, DType? dtype = null) =>
        (ColumnLessRow(n, m ?? n, "Tri") <= k).Cast(dtype ?? DType.Float32);

    /// <summary>The lower triangles of matrices: zeros where column − row is over k.</summary>
    public static Tensor Tril(Tensor x, int k = 0) => Where(Triangle(x, k, "Tril"), x, 0);

    /// <summary>The upper triangles of matrices: zeros where column − row is below k.</summary>
    public static Tensor Triu(Tensor x, int k = 0) => Where(Triangle(x, Math.Max(k, -int.MaxValue) - 1, "Triu"), 0, x);

    /// <summary>A tensor with one value, or values that are broadcast, everywhere.</summary>
    public static Tensor Full(Shape shape, Tensor fillValue, DType? dtype = null) => fillValue.Cast(dtype ?? DType.Float32).BroadcastTo(shape);

    /// <summary>A value in the shape, and unless said otherwise the dtype, of x.</summary>
    public static Tensor FullLike(Tensor x, Tensor fillValue, DType? dtype = null)
    {
        Tensor value = fillValue.Cast(dtype ?? x.DType);
        return x.Shape.IsKnown ? value.BroadcastTo(x.Shape) : Where(Equal(x, x), value, value); // In a model the batch's size is what x will have.
    }

    /// <summary>So many evenly spaced values from start to stop, along a new axis.</summary>
    /// <param name="start">The first; any shape.</param>
    /// <param name="stop">The last, or, without the end point, the one after it; a shape that broadcasts with start's.</param>
    /// <param name="num">How many.</param>
    /// <param name="endpoint">Whether stop is one of them.</param>
    /// <param name="dtype">Of the result; float32 without it.</param>
    /// <param name="axis">Where the new axis stands.</param>
    public static Tensor Linspace(Tensor start, Tensor stop, int num = 50, bool endpoint = true, DType? dtype = null, int axis = 0)
    {
        (start, stop) = Meet(Floating(start), Floating(stop));
        AxisSize.Known(num, "Linspace", "a number of values");
        Tensor step = LinspaceStep(start, stop, num, endpoint), first = start.BroadcastTo(step.Shape);
        if (num == 1) return MoveAxis(dtype is null ? first.ExpandDims(0) : first.ExpandDims(0).Cast(dtype), 0, axis); // The step is NaN.
        Tensor count = Arange(num).Cast(step.DType).Reshape([num, .. Enumerable.Repeat(1, step.Rank)]);
        Tensor result = first + (step * count);
        if (endpoint && num > 1) result = Concatenate([Slice(result, 0, 0, num - 1), stop.BroadcastTo(step.Shape).ExpandDims(0)], 0);
        if (dtype is { IsInteger: true }) result = Floor(result);
        return MoveAxis(dtype is null ? result : result.Cast(dtype), 0, axis);
    }

    /// <summary>The distance between the values of <see cref="Linspace"/>; NaN where there is none.</summary>
    public static Tensor LinspaceStep(Tensor start, Tensor stop, int num = 50, bool endpoint = true)
    {
        (start, stop) = Meet(Floating(start), Floating(stop));
        int steps = endpoint ? num - 1 : num;
        return (stop - start) * (steps > 0 ? 1.0 / steps : double.NaN);
    }

    /// <summary>base to the powers of <see cref="Linspace"/>.</summary>
    public static Tensor Logspace(Tensor start, Tensor stop, int num = 50, bool endpoint = true, double @base = 10, DType? dtype = null, int axis = 0)
    {
        Tensor powers = Exp(Linspace(start, stop, num, endpoint, axis: axis) * Math.Log(@base));
        return dtype is null ? powers : powers.Cast(dtype);
    }

    /// <summary>So many values from start to stop, each the same multiple of the one before it.</summary>
    public static Tensor Geomspace(Tensor start, Tensor stop, int num = 50, bool endpoint = true, DType? dtype = null, int axis = 0)
    {
        Tensor sign = Sign(Floating(start)), values = Exp(Linspace(Log(Abs(Floating(start))), Log(Abs(Floating(stop))), num, endpoint, axis: axis));
        values *= sign.Rank == 0 ? sign : sign.ExpandDims(axis);
        return dtype is null ? values : values.Cast(dtype);
    }

    /// <summary>Coordinates as grids: output i repeats input i along the axes of the others.</summary>
    /// <param name="x">The coordinates of each axis; made flat.</param>
    /// <param name="indexing">xy: the first two axes change places, as in plots; ij: in order.</param>
    public static IReadOnlyList<Tensor> Meshgrid(IReadOnlyList<Tensor> x, string indexing = "xy")
    {
        if (indexing is not ("xy" or "ij")) throw new ArgumentException($"Meshgrid: expected indexing xy or ij, got '{indexing}'.");
        Tensor[] flat = [.. x.Select(tensor => tensor.Reshape([-1]))];
        int AxisOf(int index) => indexing == "xy" && flat.Length > 1 && index < 2 ? 1 - index : index;
        var sizes = new int[flat.Length];
        for (int index = 0; index < flat.Length; index++) sizes[AxisOf(index)] = flat[index].Shape[0];
        return [.. flat.Select((tensor, index) =>
        {
            int[] own = [.. Enumerable.Repeat(1, flat.Length)];
            own[AxisOf(index)] = -1;
            return tensor.Reshape(own).BroadcastTo(sizes);
        })];
    }

    /// <summary>Of a vector the matrix with it on the k-th diagonal; of a matrix its k-th diagonal.</summary>
    public static Tensor Diag(Tensor x, int k = 0) => x.Rank switch
    {
        1 => Diagflat(x, k),
        2 => Diagonal(x, k),
        _ => throw new ShapeException($"Diag: expected a vector or a matrix, got {x.Shape}."),
    };

    /// <summary>The matrix with all values on its k-th diagonal.</summary>
    public static Tensor Diagflat(Tensor x, int k = 0)
    {
        Tensor flat = x.Reshape([-1]);
        int beside = AxisSize.Of(Math.Abs((long)k), "Diagflat"), size = AxisSize.Sum("Diagflat", flat.Shape[0], beside);
        Tensor row = Pad(flat, [k < 0 ? (0, beside) : (beside, 0)]);
        return Where(Eye(size, size, k, DType.Bool), row.ExpandDims(0), 0);
    }

    /// <summary>The diagonal of two axes, as a last axis: the elements whose index along the second is larger by the offset.</summary>
    public static Tensor Diagonal(Tensor x, int offset = 0, int axis1 = 0, int axis2 = 1)
    {
        int first = x.Shape.Axis(axis1, "Diagonal"), second = x.Shape.Axis(axis2, "Diagonal");
        if (first == second) throw new ShapeException($"Diagonal: expected two different axes, got {axis1} and {axis2}.");
        int rows = AxisSize.Along(x.Shape, first, "Diagonal"), columns = AxisSize.Along(x.Shape, second, "Diagonal");
        int startRow = (int)Math.Min(rows, Math.Max(0, -(long)offset)), startColumn = Math.Clamp(offset, 0, columns);
        int count = Math.Min(rows - startRow, columns - startColumn);
        int[] others = [.. Enumerable.Range(0, x.Rank).Where(axis => axis != first && axis != second)];
        Tensor flat = x.Transpose([.. others, first, second]).Reshape([.. others.Select(axis => x.Shape[axis]), AxisSize.Product("Diagonal", rows, columns)]);
        Tensor places = (Arange(count) * (columns + 1)) + ((startRow * columns) + startColumn);
        return Take(flat, places, -1);
    }

    /// <summary>The sum of the diagonal of two axes.</summary>
    public static Tensor Trace(Tensor x, int offset = 0, int axis1 = 0, int axis2 = 1) => Sum(Diagonal(x, offset, axis1, axis2), axis: -1);

    /// <summary>The powers of each value: x^(n−1) … 1, or the other way round.</summary>
    public static Tensor Vander(Tensor x, int? n = null, bool increasing = false)
    {
        int count = AxisSize.Known(n ?? x.Shape[0], "Vander", "a number of powers");
        Tensor powers = increasing ? Arange(count) : Arange(count - 1, -1, -1);
        return Power(x.ExpandDims(-1), powers.Cast(x.DType).ExpandDims(0));
    }

    /// <summary>The window of Bartlett, a triangle, of so many values.</summary>
    public static Tensor Bartlett(int x) => 1 - Abs((Angle(x) / Math.PI) - 1);

    /// <summary>The window of Hann, of so many values.</summary>
    public static Tensor Hanning(int x) => 0.5 - (Cos(Angle(x)) * 0.5);

    /// <summary>The window of Hamming, of so many values.</summary>
    public static Tensor Hamming(int x) => 0.54 - (Cos(Angle(x)) * 0.46);

    /// <summary>The window of Blackman, of so many values.</summary>
    public static Tensor Blackman(int x) => 0.42 - (Cos(Angle(x)) * 0.5) + (Cos(Angle(x) * 2) * 0.08);

    /// <summary>The window of Kaiser, of so many values.</summary>
    /// <param name="x">How many.</param>
    /// <param name="beta">The larger, the narrower.</param>
    public static Tensor Kaiser(int x, double beta) =>
        I0(Sqrt(Maximum(1 - Square((Angle(x) / Math.PI) - 1), 0)) * beta) / I0(Tensor.Number(beta, DType.Float32));

    private static Tensor Triangle(Tensor x, int k, string who) => x.Rank >= 2
        ? Tri(x.Shape[^2], x.Shape[^1], k, DType.Bool)
        : throw new ShapeException($"{who}: expected matrices […, m, n], got {x.Shape}.");

    // Column − row of each place.
    private static Tensor ColumnLessRow(int rows, int columns, string who) =>
        Arange(AxisSize.Known(columns, who, "columns")).ExpandDims(0) - Arange(AxisSize.Known(rows, who, "rows")).ExpandDims(1);

    // 0 … 2π over a window.
    private static Tensor Angle(int count) => Arange(AxisSize.Known(count, "Window", "a number of values")).Cast(DType.Float32) * (count > 1 ? 2 * Math.PI / (count - 1) : 0) + (count == 1 ? Math.PI : 0);
}
