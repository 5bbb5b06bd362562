namespace Cornea;

// Products that sum over axes.
public static partial class Ops
{
    /// <summary>NumPy's dot: over the last axis of a and the last but one of b (its only one, if it is a vector).</summary>
    public static Tensor Dot(Tensor a, Tensor b) =>
        a.Rank == 0 || b.Rank == 0 ? a * b : TensorDot(a, b, -1, b.Rank == 1 ? 0 : -2);

    /// <summary>The sum of the products over the last axes.</summary>
    public static Tensor Inner(Tensor a, Tensor b) => a.Rank == 0 || b.Rank == 0 ? a * b : TensorDot(a, b, -1, -1);

    /// <summary>The product of each value of the first with each of the second.</summary>
    public static Tensor Outer(Tensor a, Tensor b) => a.Reshape([-1, 1]) * b.Reshape([1, -1]);

    /// <summary>The sum of the products of all values.</summary>
    public static Tensor Vdot(Tensor a, Tensor b) => Sum(a.Reshape([-1]) * b.Reshape([-1]));

    /// <summary>Each value of the first times the whole second, as blocks.</summary>
    public static Tensor Kron(Tensor a, Tensor b)
    {
        int rank = Math.Max(a.Rank, b.Rank);
        Shape left = [.. Enumerable.Repeat(1, rank - a.Rank), .. a.Shape], right = [.. Enumerable.Repeat(1, rank - b.Rank), .. b.Shape];
        Tensor x = a.Reshape([.. left.SelectMany(size => new[] { size, 1 })]), y = b.Reshape([.. right.SelectMany(size => new[] { 1, size })]);
        return (x * y).Reshape([.. left.Zip(right, (first, second) => first * second)]);
    }

    /// <summary>The cross product of vectors of 2 or 3 numbers; of two plane ones only its third number.</summary>
    /// <param name="a">Vectors along <paramref name="axisA"/>.</param>
    /// <param name="b">Vectors along <paramref name="axisB"/>.</param>
    /// <param name="axisA">The axis of a's vectors.</param>
    /// <param name="axisB">The axis of b's vectors.</param>
    /// <param name="axisC">The axis of the result's vectors.</param>
    /// <param name="axis">All three at once.</param>
    public static Tensor Cross(Tensor a, Tensor b, int axisA = -1, int axisB = -1, int axisC = -1, int? axis = null)
    {
        (a, b) = Meet(MoveAxis(a, axis ?? axisA, -1), MoveAxis(b, axis ?? axisB, -1));
        if (a.Shape[^1] is not (2 or 3) || b.Shape[^1] is not (2 or 3)) throw new ShapeException($"Cross: expected vectors of 2 or 3 numbers, got {a.Shape} and {b.Shape}.");
        Tensor At(Tensor x, int place) => place < x.Shape[^1] ? Slice(x, -1, place, 1).Squeeze(-1) : ZerosLike(Slice(x, -1, 0, 1).Squeeze(-1));
        Tensor third = (At(a, 0) * At(b, 1)) - (At(a, 1) * At(b, 0));
        if (a.Shape[^1] == 2 && b.Shape[^1] == 2) return third;
        Tensor first = (At(a, 1) * At(b, 2)) - (At(a, 2) * At(b, 1)), second = (At(a, 2) * At(b, 0)) - (At(a, 0) * At(b, 2));
        return MoveAxis(Stack([first, second, third], -1), -1, axis ?? axisC);
    }

    /// <summary>The sum of products over the last axes of a and the first ones of b, so many.</summary>
    public static Tensor TensorDot(Tensor a, Tensor b, int axes = 2) => TensorDot(
        a, b, Enumerable.Range(a.Rank - axes, axes).ToArray(), Enumerable.Range(0, axes).ToArray());

    /// <summary>The sum of products over axes of a and the same number of b, pair by pair; then a's other axes and b's.</summary>
    public static Tensor TensorDot(Tensor a, Tensor b, Axes axesA, Axes axesB)
    {
        int[] left = axesA.Of(a.Shape, "TensorDot"), right = axesB.Of(b.Shape, "TensorDot");
        int[] restA = [.. Enumerable.Range(0, a.Rank).Except(left)], restB = [.. Enumerable.Range(0, b.Rank).Except(right)];
        if (!left.Select(axis => a.Shape[axis]).SequenceEqual(right.Select(axis => b.Shape[axis])))
            throw new ShapeException($"TensorDot: axes {axesA} of {a.Shape} and {axesB} of {b.Shape} aren't of the same sizes.");
        (Shape shapeA, Shape shapeB) = (a.Shape, b.Shape);
        int inner = left.Aggregate(1, (product, axis) => product * shapeA[axis]);
        Tensor x = a.Transpose([.. restA, .. left]).Reshape([-1, inner]), y = b.Transpose([.. right, .. restB]).Reshape([inner, -1]);
        Tensor product = MatMul(x, y).Reshape([.. restA.Select(axis => shapeA[axis]), .. restB.Select(axis => shapeB[axis])]);
        return a.DType.IsInteger && b.DType.IsInteger ? product.Cast(DType.Promote(a.DType, b.DType)) : product;
    }

    /// <summary>A sum of products over named axes, as NumPy's: <c>"bij,bjk->bik"</c>. An ellipsis stands for axes that broadcast.</summary>
    /// <exception cref="ShapeException">The letters don't fit the tensors.</exception>
    public static Tensor Einsum(string subscripts, params IReadOnlyList<Tensor> operands) => EinsumPlan.Apply(subscripts, operands);
}
