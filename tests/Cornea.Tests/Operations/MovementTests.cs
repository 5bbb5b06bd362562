using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Xunit;

namespace Cornea.Tests.Operations;

public class MovementTests
{
    private static readonly Tensor X = Tensor.From([1, 2, 3, 4, 5, 6], [2, 3]);

    [Fact]
    public void Reshapes()
    {
        Check.Values(X.Reshape([3, -1]), [3, 2], 1, 2, 3, 4, 5, 6);
        Check.Values(X.ExpandDims(1).Squeeze(), [2, 3], 1, 2, 3, 4, 5, 6);
        Check.Error<ShapeException>(() => X.Reshape([4, -1]), "Reshape", "(2, 3)", "6 elements");
        Check.Error<ShapeException>(() => X.Reshape(-1, -1), "Reshape", "at most one");
        Check.Error<ShapeException>(() => X.Squeeze(0), "Squeeze", "size 1", "(2, 3)");
    }

    [Fact]
    public void Transposes()
    {
        Check.Values(X.Transpose(), [3, 2], 1, 4, 2, 5, 3, 6);
        Check.Values(Ops.Arange(6).Reshape([1, 2, 3]).Transpose(2, 0, 1), [3, 1, 2], 0, 3, 1, 4, 2, 5);
        Check.Values(X.Transpose(-1, 0), [3, 2], 1, 4, 2, 5, 3, 6);
        Check.Error<ShapeException>(() => X.Transpose(0, 0), "Transpose", "2 axes", "(0, 0)");
        Check.Error<ShapeException>(() => X.Transpose(0), "Transpose", "2 axes", "(0,)");
    }

    [Fact]
    public void Broadcasts()
    {
        Check.Values(Tensor.From([1, 2], [2, 1]).BroadcastTo([2, 2, 3]), [2, 2, 3], 1, 1, 1, 2, 2, 2, 1, 1, 1, 2, 2, 2);
        Check.Error<ShapeException>(() => X.BroadcastTo([3]), "BroadcastTo", "(2, 3)", "(3,)");
        Check.Error<ShapeException>(() => X.BroadcastTo([2, 1]), "BroadcastTo", "(2, 3)", "(2, 1)");
    }

    [Fact]
    public void Concatenates()
    {
        Check.Values(Ops.Concatenate([X, X * 10], 0), [4, 3], 1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60);
        Check.Values(Ops.Concatenate([X, Tensor.From([7, 8], [2, 1])], -1), [2, 4], 1, 2, 3, 7, 4, 5, 6, 8);
        Check.Values(Ops.Stack([X, -X], 1), [2, 2, 3], 1, 2, 3, -1, -2, -3, 4, 5, 6, -4, -5, -6);
        Check.Error<ShapeException>(() => Ops.Concatenate([X, X.Transpose()], 0), "Concatenate", "(2, 3)", "(3, 2)", "axis 1", "3 and 2");
        Check.Error<ShapeException>(() => Ops.Concatenate([X, X.Reshape(-1)], 0), "Concatenate", "(2, 3)", "(6,)");
        Check.Error<ArgumentException>(() => Ops.Concatenate([]), "Concatenate", "none");
        Assert.Equal(DType.Float32, Ops.Concatenate([X, X.Cast("float32")]).DType);
    }

    [Fact]
    public void SlicesAndIndexes()
    {
        Check.Values(X[0], [3], 1, 2, 3);
        Check.Values(X[-1][2], [], 6);
        Check.Values(X[1..], [1, 3], 4, 5, 6);
        Check.Values(X[..^1], [1, 3], 1, 2, 3);
        Check.Values(X[0..0], [0, 3]);
        Check.Values(Ops.Slice(X, 1, 1, 2), [2, 2], 2, 3, 5, 6);
        Check.Values(Ops.Flip(X), [2, 3], 6, 5, 4, 3, 2, 1);
        Check.Values(Ops.Flip(X, -1), [2, 3], 3, 2, 1, 6, 5, 4);
        Check.Values(Node.Emit(new Slice([0, 2], [2, 2], new SliceSteps(1, -2)), X)[0], [2, 2], 3, 1, 6, 4);
    }

    [Fact]
    public void ASliceThatReachesOutsideIsRefused()
    {
        Check.Error<ShapeException>(() => Ops.Slice(X, 1, 2, 2), "Slice", "(2, 3)");
        Check.Error<ShapeException>(() => Ops.Slice(X, 1, -1, 2), "Slice", "(2, 3)");
        Check.Error<ShapeException>(() => Ops.Slice(X, 1, 1, -1), "Slice", "(2, 3)");
        Assert.Throws<ArgumentOutOfRangeException>(() => X[2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => X[-3]);
        Assert.Throws<ShapeException>(() => Tensor.From([1f], [])[0]);
    }

    [Fact]
    public void Pads()
    {
        Check.Values(Ops.Pad(X, [(1, 0), (0, 2)], constantValues: -1), [3, 5], -1, -1, -1, -1, -1, 1, 2, 3, -1, -1, 4, 5, 6, -1, -1);
        Check.Error<ShapeException>(() => Ops.Pad(X, [(1, 1)]), "Pad", "each axis of (2, 3)");
    }

    [Fact]
    public void MakesTensors()
    {
        Check.Values(Ops.Full([2], 3, "int32"), [2], 3, 3);
        Check.Values(Ops.OnesLike(X), [2, 3], 1, 1, 1, 1, 1, 1);
        Check.Values(Ops.Arange(3), [3], 0, 1, 2);
        Check.Values(Ops.Arange(1, 2, 0.25), [4], 1, 1.25, 1.5, 1.75);
        Check.Values(Ops.Arange(3, 0, -1), [3], 3, 2, 1);
        Check.Values(Ops.Arange(3, 0), [0]);
        Assert.Equal((DType.Int32, DType.Float32), (Ops.Arange(3).DType, Ops.Arange(0.5, 3).DType));
    }

    [Fact]
    public void FirstAndSecondDerivativesAreRight()
    {
        var draw = new Draw(20);
        for (int round = 0; round < 8; round++)
        {
            Shape shape = draw.Shape(3);
            Tensor x = draw.Tensor(shape);
            int axis = draw.Int(0, 2);
            Bent(a => a.Transpose(1, 2, 0), x);
            Bent(a => a.Reshape(-1), x);
            Bent(a => a.BroadcastTo([2, .. shape]), x);
            Bent(a => Ops.Flip(a, axis), x);
            Bent(a => Ops.Pad(a, [(1, 0), (0, 2), (1, 1)], constantValues: 3), x);
            Bent(a => Node.Emit(new Slice(new Shape(0, 0, 0).With(axis, shape[axis] - 1), shape, Stepping(axis)), a)[0], x);
            Bent(a => Node.Emit(new SliceGradient([1, 0, 2], SliceSteps.Ones(3), [6, 5, 6]), a)[0], x);
            Tensor other = draw.Tensor(shape.With(axis, draw.Int(1, 3)));
            GradientCheck.Second(inputs => Ops.Square(Ops.Concatenate([inputs[0], inputs[1], inputs[0]], axis)), x, other);
        }

        static SliceSteps Stepping(int axis)
        {
            int[] steps = [1, 1, 1];
            steps[axis] = -1;
            return new SliceSteps(steps);
        }

        static void Bent(Func<Tensor, Tensor> move, Tensor x) => GradientCheck.Second(inputs => Ops.Square(move(Ops.Sin(inputs[0]))), x);
    }
}
