using System.Reflection;
using Cornea.Layers;
using Cornea.Tests.Models;
using Xunit;

namespace Cornea.Tests.Operations;

/// <summary>While a model is built the batch isn't known: operations infer the other sizes all the same.</summary>
public class UnknownBatchTests
{
    private static readonly Dictionary<string, Func<Tensor, Tensor>> Cases = new()
    {
        ["conv"] = x => Ops.Conv(x, Ops.Ones([3, 3, 3, 5]), 2, "same"),
        ["conv transposed"] = x => Ops.ConvTranspose(x, Ops.Ones([3, 3, 5, 3]), 2, "same"),
        ["conv 1"] = x => Ops.Conv(x.Reshape(-1, 24, 3), Ops.Ones([3, 3, 5])),
        ["conv 3"] = x => Ops.Conv(x.ExpandDims(-1), Ops.Ones([2, 2, 2, 1, 3]), padding: "same"),
        ["max pool 3"] = x => Ops.MaxPool(x.ExpandDims(-1), 2),
        ["average pool"] = x => Ops.AveragePool(x, 2, padding: "same"),
        ["adaptive pool"] = x => Ops.AdaptiveMaxPool(x, 2),
        ["space to depth"] = x => Ops.SpaceToDepth(x, 2),
        ["depth to space"] = x => Ops.DepthToSpace(Ops.Concatenate([x, x, x, x], -1), 2),
        ["unfold"] = x => Ops.Unfold(x.Transpose(0, 3, 1, 2), 2),
        ["extract patches"] = x => ImageOps.ExtractPatches(x, 2, padding: "same"),
        ["resize"] = x => ImageOps.Resize(x, (3, 5), "bicubic"),
        ["resize, nearest"] = x => ImageOps.Resize(x, (3, 5), "nearest"),
        ["blur"] = x => ImageOps.GaussianBlur(x),
        ["hue"] = x => ImageOps.RgbToHsv(x),
        ["sort"] = x => Ops.Sort(x, axis: 1),
        ["top k"] = x => Ops.TopK(x, 2).Values,
        ["cumulative sum"] = x => Ops.CumSum(x, axis: 1),
        ["einsum"] = x => Ops.Einsum("...c,cd->...d", x, Ops.Ones([3, 2])),
        ["einsum, batched"] = x => Ops.Einsum("bijc,bkjc->bik", x, x),
        ["repeat"] = x => Ops.Repeat(x, 2, axis: 1),
        ["roll"] = x => Ops.Roll(x, 1, axis: 2),
        ["turn"] = x => Ops.Rot90(x, axes: (1, 2)),
        ["pad"] = x => Ops.Pad(x, [(0, 0), (1, 1), (1, 0), (0, 0)], "reflect"),
        ["norm"] = x => Ops.Normalize(x, (1, 2), 2),
        ["layer normalization"] = x => Ops.LayerNormalization(x, Ops.Ones([3])),
        ["softmax"] = x => Ops.Softmax(x, (1, 2)),
        ["attention"] = x => Ops.DotProductAttention(x, x, x),
        ["one-hot"] = x => Ops.OneHot(x.Cast(DType.Int32), 4, 1),
        ["resize, bilinear"] = x => ImageOps.Resize(x, (3, 5)),
        ["fft"] = x => Ops.Fft(x).Real,
        ["fft 2"] = x => Ops.Ifft2(Ops.Fft2(x)).Imaginary,
        ["rfft"] = x => Ops.Irfft(Ops.Rfft(x.Reshape(-1, 72), 130)),
        ["short-time fft"] = x => Ops.Stft(x.Reshape(-1, 72), 8, 4, 16).Real,
        ["short-time fft back"] = x => Ops.Istft(Ops.Stft(x.Reshape(-1, 72), 8, 4, 16), 8, 4, 16),
        ["complex pairs"] = x => Ops.ViewAsReal(Ops.Polar(x, x)),
        ["singular values"] = x => Ops.Svd(x).U,
        ["eigenvalues"] = x => Ops.Eigh(Ops.MatMul(x, Ops.MatrixTranspose(x))).Values,
        ["qr"] = x => Ops.Qr(x, "complete").R,
        ["sign of determinants"] = x => Ops.Slogdet(Ops.MatMul(Ops.MatrixTranspose(x), x)).Sign,
        ["pseudo-inverse"] = x => Ops.Pinv(x),
        ["nuclear norm"] = x => Ops.Norm(x, "nuc", axis: (2, 3)),
        ["quantile"] = x => Ops.Quantile(x, 0.3, axis: (1, 2)),
        ["nan median"] = x => Ops.NanMedian(x, axis: (1, 2), keepDims: true),
        ["rearrange"] = x => Ops.Rearrange(x, "b (h p) w c -> b h w (c p)", ("p", 2)),
        ["item"] = x => Ops.GetItem(x, .., 1, TensorIndex.NewAxis, TensorIndex.Slice(null, null, -2)),
        ["view"] = x => Ops.View(x, "uint8"),
        ["next number"] = x => Ops.NextAfter(x, 1),
        ["partition"] = x => Ops.ArgPartition(x, 1),
        ["flip"] = x => Ops.Flip(x, (1, 2)),
        ["cosine loss"] = x => Losses.LossFunctions.CosineSimilarity(x, x),
        ["product with a matrix"] = x => Ops.MatMul(x, Ops.Ones([3, 2])),
        ["product with a vector"] = x => Ops.MatMul(x, Ops.Ones([3])),
        ["products"] = x => Ops.MatMul(x, Ops.MatrixTranspose(x)),
        ["mean"] = x => Ops.Mean(x, (1, 2)),
        ["mean of channels"] = x => Ops.Mean(x, -1, keepDims: true),
        ["variance"] = x => Ops.Var(x, (1, 3)),
        ["standard deviation"] = x => Ops.Std(x, 2),
        ["log of the sum"] = x => Ops.LogSumExp(x, (1, 3)),
        ["moments"] = x => Ops.Moments(x, (1, 2)).Variance,
        ["linear attention"] = x => Ops.MatMul(Ops.Softmax(x), Ops.MatrixTranspose(x)) / x.Shape.Rank,
        ["global pool"] = x => Ops.AdaptiveAveragePool(x, 1),
        ["mask"] = x => Ops.Where(x > Ops.Mean(x, (1, 2, 3), keepDims: true), x, 0),
        ["tensordot"] = x => Ops.TensorDot(x, Ops.Ones([4, 6, 2]), (1, 2), (0, 1)),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void ShapesAreInferred(string name)
    {
        Shape known = Cases[name](Ops.Ones([2, 4, 6, 3])).Shape;
        Tensor symbolic = Cases[name](Tensor.Placeholder(new TensorSpec([Shape.Unknown, 4, 6, 3], DType.Float32)));
        Assert.Equal(known.With(0, Shape.Unknown), symbolic.Shape);
    }

    /// <summary>The same for all operations that take one tensor, or two, and have a default for everything else.</summary>
    [Fact]
    public void AnOpenAxisIsRefusedAtOnceOrChangesNothingForAnyOperation()
    {
        Tensor data = TestData.Uniform(2, 4, 6, 3) + 1.5f;
        var failures = new List<string>();
        int compared = 0;
        foreach (MethodInfo method in typeof(Ops).GetMethods(BindingFlags.Public | BindingFlags.Static).Concat(typeof(ImageOps).GetMethods(BindingFlags.Public | BindingFlags.Static)))
        {
            ParameterInfo[] parameters = method.GetParameters();
            int tensors = parameters.TakeWhile(parameter => parameter.ParameterType == typeof(Tensor) && !parameter.IsOptional).Count();
            if (method.ReturnType != typeof(Tensor) || tensors is 0 or > 2 || !parameters.Skip(tensors).All(parameter => parameter.IsOptional)) continue;
            if (Try(data) is not { } expected) continue;
            for (int open = 0; open < 4; open++)
            {
                Tensor input = Input.OfBatch(new Shape(Shape.Unknown, 4, 6, 3).With(open, Shape.Unknown)).Tensor;
                Model model;
                try
                {
                    if (Apply(input) is not { IsSymbolic: true } output) continue;
                    model = new Model(input, output);
                }
                catch (Exception error)
                {
                    if (error is not (ShapeException or InvalidOperationException) || error.Message.Contains("at most one size", StringComparison.Ordinal)) failures.Add($"{method} with axis {open} open: {error.GetType().Name}: {error.Message}");
                    continue;
                }

                try
                {
                    compared++;
                    if (!expected.SequenceEqual(model.Call(data).Cast(DType.Float32).ToArray<float>())) failures.Add($"{method} with axis {open} open: other values");
                }
                catch (Exception error)
                {
                    failures.Add($"{method} with axis {open} open fails at the call: {error.GetType().Name}: {error.Message}");
                }
            }

            Tensor Apply(Tensor x)
            {
                try
                {
                    return (Tensor)method.Invoke(null, [.. parameters.Select((parameter, index) => index < tensors ? x : parameter.DefaultValue)])!;
                }
                catch (TargetInvocationException error)
                {
                    throw error.InnerException!;
                }
            }

            float[]? Try(Tensor x)
            {
                try
                {
                    return Apply(x).Cast(DType.Float32).ToArray<float>();
                }
                catch (Exception error) when (error is ArgumentException or NotSupportedException or InvalidOperationException)
                {
                    return null; // It isn't for such data.
                }
            }
        }

        Assert.True(failures.Count == 0, string.Join(Environment.NewLine, failures));
        Assert.InRange(compared, 200, 2000);
    }

    /// <summary>An axis that is open beside the batch: what can't be made of it is refused when it's made; what is made computes.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void AnOpenAxisIsRefusedAtOnceOrChangesNothing(string name)
    {
        Tensor data = TestData.Uniform(2, 4, 6, 3);
        float[] expected = Cases[name](data).Cast(DType.Float32).ToArray<float>();
        for (int open = 0; open < 4; open++)
        {
            Tensor input = Input.OfBatch(new Shape(Shape.Unknown, 4, 6, 3).With(open, Shape.Unknown)).Tensor;
            Model model;
            try
            {
                model = new Model(input, Cases[name](input).Cast(DType.Float32));
            }
            catch (ShapeException)
            {
                continue;
            }

            Assert.Equal(expected, model.Call(data).ToArray<float>());
        }
    }
}
