using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Tests.Programs;

// What networks are made of: products, windows, normalisation, losses.
internal sealed partial class ProgramGenerator
{
    private void MatMulCall()
    {
        int a = Real(shape => shape.Rank >= 2);
        Shape left = ShapeOf(a);
        bool transposeA = Chance(0.3), transposeB = Chance(0.3);
        int inner = left[transposeA ? ^2 : ^1], columns = Sizes[Index(Sizes.Length)];
        Shape matrix = transposeB ? [columns, inner] : [inner, columns];
        int b = Of(new TensorSpec(left.Rank == 2 || Chance(0.5) ? matrix : [.. left[..^2], .. matrix], _real));
        AddCall(
            $"Ops.MatMul({{0}}, {{1}}{(transposeA ? ", transposeA: true" : "")}{(transposeB ? ", transposeB: true" : "")})", [a, b],
            given => Node.Emit(new MatMul(transposeA, transposeB), given[0], given[1])[0]);
    }

    private void ConvolutionCall() => Convolution(Image());

    private void DepthwiseCall() => Depthwise(Image());

    private void PoolCall() => Pool(Image());

    // One window after the other: where nobody else reads what lies between, they run by rows.
    private void TowerCall()
    {
        int x = Of(new TensorSpec([Int(1, 2), Int(3, 6), Int(3, 6), Int(1, 4)], _real));
        for (int stage = Int(2, 4); stage > 0; stage--)
        {
            Action<int>[] windows = [Convolution, Depthwise, Pool];
            windows[Index(windows.Length)](x);
            x = _known[^1].Id;
            if (!Chance(0.5)) continue;
            AddCall("Ops.Relu({0})", [x], given => Ops.Relu(given[0]));
            x = _known[^1].Id;
        }
    }

    private void Convolution(int x)
    {
        int channels = ShapeOf(x)[3], groups = channels % 2 == 0 && Chance(0.2) ? 2 : 1, filters = groups * Int(1, 3);
        Window2D window = Window();
        int w = Finite(Of(new TensorSpec([window.Height, window.Width, channels / groups, filters], _real)));
        AddCall($"Convolution({{0}}, {{1}}, \"{window}\", groups: {groups})", [x, w], given => Node.Emit(new Convolution(window, groups), given[0], given[1])[0]);
    }

    private void Depthwise(int x)
    {
        Window2D window = Window();
        int w = Finite(Of(new TensorSpec([window.Height, window.Width, ShapeOf(x)[3], Int(1, 2)], _real)));
        AddCall($"DepthwiseConvolution({{0}}, {{1}}, \"{window}\")", [x, w], given => Node.Emit(new DepthwiseConvolution(window), given[0], given[1])[0]);
    }

    // Whether an infinite weight meets a border of zeros is left open: a pass may drop what lies beyond the border.
    private int Finite(int weights)
    {
        AddCall("Ops.NanToNum({0}, posinf: 2, neginf: -2)", [weights], given => Ops.NanToNum(given[0], posinf: 2, neginf: -2));
        return _known[^1].Id;
    }

    private void Pool(int x)
    {
        Window2D window = Window() with { DilationHeight = 1, DilationWidth = 1 };
        if (Chance(0.5)) AddCall($"MaxPool({{0}}, \"{window}\")", [x], given => Node.Emit(new MaxPool(window), given[0])[0]);
        else AddCall($"AveragePool({{0}}, \"{window}\")", [x], given => Node.Emit(new AveragePool(window), given[0])[0]);
    }

    private void ResizeCall()
    {
        int x = Image(), height = Int(1, 5), width = Int(1, 5);
        bool isNearest = Chance(0.5);
        AddCall($"Resize({{0}}, {height}, {width}, nearest: {isNearest})", [x], given => Node.Emit(new Resize(isNearest, height, width), given[0])[0]);
    }

    private void BatchNormCall()
    {
        int x = Real(shape => shape.Rank > 0 && shape.ElementCount > 0);
        var channels = new TensorSpec([ShapeOf(x)[^1]], _real);
        int gamma = Of(channels), beta = Of(channels);
        AddCall("BatchNormTraining({0}, {1}, {2}, epsilon: 0.01)", [x, gamma, beta], given => Node.Emit(new BatchNormTraining(0.01), given));
    }

    private void SoftmaxCall()
    {
        int x = Real(shape => shape.Rank > 0);
        if (Chance(0.5)) AddCall("Ops.Softmax({0})", [x], given => Node.Emit(new Softmax(), given[0])[0]);
        else AddCall("Ops.LogSoftmax({0})", [x], given => Node.Emit(new LogSoftmax(), given[0])[0]);
    }

    private void CrossEntropyCall()
    {
        int x = Real(shape => shape.Rank == 2);
        Shape shape = ShapeOf(x);
        if (Chance(0.5))
        {
            int labels = Of(new TensorSpec([shape[0]], DType.Int32));
            if (!MayFail(0.2)) labels = Within(labels, shape[1]);
            AddCall("SparseSoftmaxCrossEntropy({0}, {1})", [x, labels], given => Node.Emit(new SparseSoftmaxCrossEntropy(), given[0], given[1])[0]);
        }
        else
        {
            int targets = Of(SpecOf(x));
            AddCall("SoftmaxCrossEntropy({0}, {1})", [x, targets], given => Node.Emit(new SoftmaxCrossEntropy(), given[0], given[1])[0]);
        }
    }

    private void MatrixCall()
    {
        int size = Int(1, 4), x = Of(new TensorSpec([size, size], _real));
        switch (MayFail(0.17) ? 5 : Index(5))
        {
            case 0: AddCall("Ops.Det({0})", [x], given => Node.Emit(new Determinant(), given[0])[0]); break;
            case 1: AddCall("Ops.Cholesky(Ops.MatMul({0}, {0}.T) + Ops.Eye)", [x], given => Node.Emit(new Cholesky(), Ops.MatMul(given[0], given[0].Transpose(1, 0)) + Ops.Eye(size, dtype: _real))[0]); break;
            case 2: AddCall("Qr({0})", [x], given => Node.Emit(new QrDecomposition(false), given[0])); break;
            case 3: AddCall("Lu({0})", [x], given => Node.Emit(new LuDecomposition(), given[0])); break;
            case 4: AddCall("Svd({0})", [x], given => Node.Emit(new SingularValueDecomposition(false), given[0])); break;
            default:
                int b = Of(new TensorSpec([size, Int(1, 3)], _real));
                AddCall("Ops.Solve({0}, {1})", [x, b], given => Node.Emit(new Solve(), given[0], given[1])[0]);
                break;
        }
    }

    private int Image()
    {
        if (Chance(0.5) && _known.Exists(value => value.Spec.DType == _real && value.Spec.Shape.Rank == 4)) return Real(shape => shape.Rank == 4);
        return Of(new TensorSpec([Int(1, 2), Int(1, 6), Int(1, 6), Int(1, 4)], _real));
    }

    private Window2D Window() => new(
        Int(1, 3), Int(1, 3), Chance(0.3) ? 2 : 1, Chance(0.3) ? 2 : 1, Chance(0.1) ? 2 : 1, Chance(0.1) ? 2 : 1, Same: Chance(0.5));
}
