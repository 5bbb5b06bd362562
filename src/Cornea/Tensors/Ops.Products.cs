using Cornea.Graphs.Operations;

namespace Cornea;

// Products that sum over axes.
public static partial class Ops
{
    /// <summary>NumPy's dot: over the last axis of x1 and the last but one of x2 (its only one, if it is a vector).</summary>
    public static Tensor Dot(Tensor x1, Tensor x2) =>
        x1.Rank == 0 || x2.Rank == 0 ? x1 * x2 : TensorDot(x1, x2, -1, x2.Rank == 1 ? 0 : -2);

    /// <summary>The sum of the products over the last axes.</summary>
    public static Tensor Inner(Tensor x1, Tensor x2) => x1.Rank == 0 || x2.Rank == 0 ? x1 * x2 : TensorDot(x1, x2, -1, -1);

    /// <summary>The product of each value of the first with each of the second.</summary>
    public static Tensor Outer(Tensor x1, Tensor x2) => x1.Reshape([-1, 1]) * x2.Reshape([1, -1]);

    /// <summary>The sum of the products of all values.</summary>
    public static Tensor Vdot(Tensor x1, Tensor x2) => Sum(x1.Reshape([-1]) * x2.Reshape([-1]));

    /// <summary>Each value of the first times the whole second, as blocks.</summary>
    public static Tensor Kron(Tensor x1, Tensor x2)
    {
        int rank = Math.Max(x1.Rank, x2.Rank);
        Shape left = [.. Enumerable.Repeat(1, rank - x1.Rank), .. x1.Shape], right = [.. Enumerable.Repeat(1, rank - x2.Rank), .. x2.Shape];
        Tensor x = x1.Reshape([.. left.SelectMany(size => new[] { size, 1 })]), y = x2.Reshape([.. right.SelectMany(size => new[] { 1, size })]);
        return (x * y).Reshape([.. left.Zip(right, (first, second) => AxisSize.Product("Kron", first, second))]);
    }

    /// <summary>The cross product of vectors of 2 or 3 numbers; of two plane ones only its third number.</summary>
    /// <param name="x1">Vectors along <paramref name="axisA"/>.</param>
    /// <param name="x2">Vectors along <paramref name="axisB"/>.</param>
    /// <param name="axisA">The axis of x1's vectors.</param>
    /// <param name="axisB">The axis of x2's vectors.</param>
    /// <param name="axisC">The axis of the result's vectors.</param>
    /// <param name="axis">All three at once.</param>
    public static Tensor Cross(Tensor x1, Tensor x2, int axisA = -1, int axisB = -1, int axisC = -1, int? axis = null)
    {
        (x1, x2) = Meet(MoveAxis(x1, axis ?? axisA, -1), MoveAxis(x2, axis ?? axisB, -1));
        if (x1.Shape[^1] is not (2 or 3) || x2.Shape[^1] is not (2 or 3)) throw new ShapeException($"Cross: expected vectors of 2 or 3 numbers, got {x1.Shape} and {x2.Shape}.");
        Tensor At(Tensor x, int place) => place < x.Shape[^1] ? Slice(x, -1, place, 1).Squeeze(-1) : ZerosLike(Slice(x, -1, 0, 1).Squeeze(-1));
        Tensor third = (At(x1, 0) * At(x2, 1)) - (At(x1, 1) * At(x2, 0));
        if (x1.Shape[^1] == 2 && x2.Shape[^1] == 2) return third;
        Tensor first = (At(x1, 1) * At(x2, 2)) - (At(x1, 2) * At(x2, 1)), second = (At(x1, 2) * At(x2, 0)) - (At(x1, 0) * At(x2, 2));
        return MoveAxis(Stack([first, second, third], -1), -1, axis ?? axisC);
    }

    /// <summary>The sum of products over the last axes of x1 and the first ones of x2, so many.</summary>
    public static Tensor TensorDot(Tensor x1, Tensor x2, int axes = 2) =>
        axes >= 0 && axes <= Math.Min(x1.Rank, x2.Rank)
            ? TensorDot(x1, x2, Enumerable.Range(x1.Rank - axes, axes).ToArray(), Enumerable.Range(0, axes).ToArray())
            : throw new ShapeException($"TensorDot: expected from 0 to {Math.Min(x1.Rank, x2.Rank)} axes for {x1.Shape} and {x2.Shape}, got {axes}.");

    /// <summary>The sum of products over axes of x1 and the same number of x2, pair by pair; then x1's other axes and x2's.</summary>
    public static Tensor TensorDot(Tensor x1, Tensor x2, Axes axesA, Axes axesB)
    {
        int[] left = axesA.Of(x1.Shape, "TensorDot"), right = axesB.Of(x2.Shape, "TensorDot");
        int[] restA = [.. Enumerable.Range(0, x1.Rank).Except(left)], restB = [.. Enumerable.Range(0, x2.Rank).Except(right)];
        if (!left.Select(axis => x1.Shape[axis]).SequenceEqual(right.Select(axis => x2.Shape[axis])))
            throw new ShapeException($"TensorDot: axes {axesA} of {x1.Shape} and {axesB} of {x2.Shape} aren't of the same sizes.");
        if (Later.IsFor(x1) || Later.IsFor(x2)) return Later.Emit("Tensordot", [x1, x2], given => TensorDot(given[0], given[1], axesA, axesB), ("axes", new[] { axesA, axesB }));
        (Shape shapeA, Shape shapeB) = (x1.Shape, x2.Shape);
        int inner = AxisSize.Product("TensorDot", [.. left.Select(axis => shapeA[axis])]);
        Tensor x = x1.Transpose([.. restA, .. left]).Reshape([-1, inner]), y = x2.Transpose([.. right, .. restB]).Reshape([inner, -1]);
        Tensor product = MatMul(x, y).Reshape([.. restA.Select(axis => shapeA[axis]), .. restB.Select(axis => shapeB[axis])]);
        return product;
    }

    /// <summary>A sum of products over named axes, as NumPy's: <c>"bij,bjk->bik"</c>. An ellipsis stands for axes that broadcast.</summary>
    /// <exception cref="ShapeException">The letters don't fit the tensors.</exception>
    public static Tensor Einsum(string subscripts, params IReadOnlyList<Tensor> operands) => operands.Any(Later.IsFor)
        ? Later.Emit("Einsum", operands, given => EinsumPlan.Apply(subscripts, given), ("subscripts", subscripts))
        : EinsumPlan.Apply(subscripts, operands);
}
