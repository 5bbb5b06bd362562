using Xunit;

namespace Cornea.Tests.Operations;

public class FurtherOperationTests
{
    [Fact]
    public void BytesAreReadAnew()
    {
        Check.Values(Ops.View(Tensor.From([1f, -2], [2]), "int32"), [2], 0x3F800000, unchecked((int)0xC0000000));
        Check.Values(Ops.View(Tensor.From([258, 1], [1, 2]), "uint8"), [1, 8], 2, 1, 0, 0, 1, 0, 0, 0);
        Check.Values(Ops.View(Tensor.From<byte>([2, 1, 0, 0, 1, 0, 0, 0], [2, 4]), "int32"), [2, 1], 258, 1);
        Check.Error<ShapeException>(() => Ops.View(Ops.Ones([3]), "int64"), "View", "int64");
        Check.Error<ArgumentException>(() => Ops.View(Ops.Ones([3]), "bool"), "View", "Cast");
    }

    [Fact]
    public void ScalarsVolumesAndOlderForms()
    {
        Check.Values(Ops.ArgSort(Tensor.From(3f)), [1], 0);
        Check.Values(Ops.ArgSort(Tensor.From(3f), axis: null), [1], 0);
        Tensor volume = Ops.Arange(2 * 4 * 4 * 4 * 2).Reshape([2, 4, 4, 4, 2]).Cast(DType.Float32);
        Assert.Equal([2, 2, 2, 2, 16], ImageOps.ExtractPatches(volume, (2, 2, 2)).Shape);
        Assert.Equal(
            ImageOps.ExtractPatches3D(volume, (2, 1, 3), padding: "same").ToArray<float>(), ImageOps.ExtractPatches(volume, (2, 1, 3), padding: "same").ToArray<float>());
        Assert.Equal([2, 2, 1, 24], ImageOps.ExtractPatches(volume[0], (2, 2, 3)).Shape);
        Check.Values(Ops.LayerNormalization(Tensor.From([1f, 3], [1, 2]), Tensor.From([2f, 1], [2]), epsilon: 0, rmsScaling: true), [1, 2], 2, 3);
    }

    [Fact]
    public void NumbersHaveNeighbours()
    {
        float[] from = [1, 1, -1, 0, 0, 2, float.NaN, float.MaxValue, -0f], to = [2, 0, 0, -1, 1, 2, 1, float.PositiveInfinity, 0];
        float[] next = Ops.NextAfter(Tensor.From(from, [9]), Tensor.From(to, [9])).ToArray<float>();
        Assert.Equal(
            [float.BitIncrement(1), float.BitDecrement(1), float.BitIncrement(-1), -float.Epsilon, float.Epsilon, 2, float.NaN, float.PositiveInfinity, 0], next);
        Assert.Equal(Math.BitDecrement(1), Ops.NextAfter(Tensor.From([1.0], [1]), Tensor.From([0.0], [1])).ToArray<double>()[0]);
    }

    [Fact]
    public void SaturatedCastsKeepToTheEnds()
    {
        Check.Values(Ops.SaturateCast(Tensor.From([-256f, 1, 257], [3]), "uint8"), [3], 0, 1, 255);
        Check.Values(Ops.SaturateCast(Tensor.From([-7, 1, 300], [3]), "uint8"), [3], 0, 1, 255);
        Check.Values(Ops.SaturateCast(Tensor.From([5L << 40, -(5L << 40)], [2]), "int32"), [2], int.MaxValue, int.MinValue);
        Check.Values(Ops.SaturateCast(Tensor.From([-7, 1], [2]), "int64"), [2], -7, 1);
        Check.Values(Ops.SaturateCast(Tensor.From<byte>([200], [1]), "float32"), [1], 200);
        Check.Values(Ops.SaturateCast(Tensor.From([-3f, 0, 3], [3]), "bool"), [3], 0, 0, 1);
    }

    [Fact]
    public void AxesGoByName()
    {
        Tensor x = Ops.Arange(24).Reshape(2, 3, 4);
        Check.Values(Ops.Rearrange(x, "b c h -> b h c"), [2, 4, 3], Ops.Transpose(x, 0, 2, 1).ToArray<double>());
        Assert.Equal(new Shape(6, 4), Ops.Rearrange(x, "b c h -> (b c) h").Shape);
        Check.Values(Ops.Rearrange(Ops.Arange(6), "(h w) -> w h", ("h", 2)), [3, 2], 0, 3, 1, 4, 2, 5);
        Check.Values(Ops.Rearrange(Ops.Arange(6), "(h w)->(w h)", ("w", 2)), [6], 0, 2, 4, 1, 3, 5);
        Check.Error<ShapeException>(() => Ops.Rearrange(x, "b c -> c b"), "Rearrange", "2 axes");
        Check.Error<ArgumentException>(() => Ops.Rearrange(x, "b c h -> b c"), "Rearrange", "each name once");
        Check.Error<ArgumentException>(() => Ops.Rearrange(x, "b c (h w) -> b c h w"), "Rearrange", "h, w");
        Check.Error<ShapeException>(() => Ops.Rearrange(x, "b c (h w) -> b c h w", ("h", 3)), "Rearrange", "size 4");
        Check.Error<ArgumentException>(() => Ops.Rearrange(x, "b c h -> h c b", ("w", 3)), "Rearrange", "'w'");
    }

    [Fact]
    public void BracketsWorkAsPythons()
    {
        Tensor x = Ops.Arange(24).Reshape(2, 3, 4);
        Check.Values(Ops.GetItem(x, 1, 2, 3), [], 23);
        Check.Values(Ops.GetItem(x, .., -1, 0), [2], 8, 20);
        Check.Values(Ops.GetItem(x, TensorIndex.Ellipsis, 1), [2, 3], 1, 5, 9, 13, 17, 21);
        Check.Values(Ops.GetItem(x, 0, TensorIndex.NewAxis, TensorIndex.Ellipsis, TensorIndex.Slice(null, null, -2)), [1, 3, 2], 3, 1, 7, 5, 11, 9);
        Check.Values(Ops.GetItem(x, 1, 1..^1, ^1..), [1, 1], 19);
        Check.Values(Ops.GetItem(x, 0, 0, TensorIndex.Slice(-1, -2)), [0]);
        Check.Values(Ops.GetItem(x, 0, 0, TensorIndex.Slice(-100, 100, 3)), [2], 0, 3);
        Check.Values(Ops.GetItem(x, Tensor.From([-1], []), 0), [4], 12, 13, 14, 15);
        Assert.Equal(new Shape(1, 2, 3, 4, 1), Ops.GetItem(x, TensorIndex.NewAxis, TensorIndex.Ellipsis, TensorIndex.NewAxis).Shape);
        Check.Values(x[1, 0, ..2], [2], 12, 13);
        Check.Error<ShapeException>(() => Ops.GetItem(x, 2), "GetItem", "got 2");
        Check.Error<ShapeException>(() => Ops.GetItem(x, 0, 0, 0, 0), "GetItem", "at most 3");
        GradientCheck.First(list => Ops.GetItem(list[0], 1, TensorIndex.Slice(null, null, 2), TensorIndex.Slice(2, 0, -1)), new Draw(75).Tensor([2, 3, 4]));
    }

    [Fact]
    public void QuantilesWithoutNan()
    {
        Tensor x = Tensor.From([1f, float.NaN, 3, 8, float.PositiveInfinity, 2, float.NaN, float.NaN, float.NaN], [3, 3]);
        Check.Values(Ops.NanQuantile(x, Tensor.From([0f, 0.5f, 1], [3]), axis: 1), [3, 3], 1, 2, double.NaN, 2, 8, double.NaN, 3, double.PositiveInfinity, double.NaN);
        Check.Values(Ops.NanPercentile(x, 50, axis: (0, 1), keepDims: true), [1, 1], 3);
        Check.Values(Ops.NanQuantile(x, 0.3, axis: 1, method: "higher"), [3], 3, 8, double.NaN);
        Check.Values(Ops.NanMedian(x, axis: Axes.Create([])), [3, 3], x.ToArray<double>());
        GradientCheck.First(list => Ops.NanQuantile(list[0], 0.3, axis: 1), new Draw(76).Tensor([2, 5]));
    }

    [Fact]
    public void NanAndInfinityStayWhatTheyAre()
    {
        Tensor x = Tensor.From([1f, float.NaN, 3, 5, 2, 8], [2, 3]);
        Check.Values(Ops.Median(x, axis: 1), [2], double.NaN, 5);
        Check.Values(Ops.Quantile(x, Tensor.From([0f, 1], [2]), axis: 1), [2, 2], double.NaN, 2, double.NaN, 8);
        Tensor ends = Tensor.From([double.NegativeInfinity, double.NegativeInfinity, double.PositiveInfinity, 1, 0, 0], [3, 2]);
        Check.Values(Ops.LogSumExp(ends, axis: 1), [3], double.NegativeInfinity, double.PositiveInfinity, Math.Log(2));
    }

    [Fact]
    public void OfNoValuesAndOfOne()
    {
        Tensor none = Ops.Zeros([0, 3]);
        Check.Values(Ops.Any(none), [], 0);
        Check.Values(Ops.All(none), [], 1);
        Check.Values(Ops.Sum(none, axis: 0), [3], 0, 0, 0);
        Check.Values(Ops.Prod(none), [], 1);
        Check.Values(Ops.Max(none, initial: 2), [], 2);
        Check.Values(Ops.Linspace(1, 5, 1), [1], 1);
        Check.Values(Ops.Linspace(1, 5, 0), [0]);
    }

    [Fact]
    public void PartitionsHaveTheirKthPlace()
    {
        Check.Values(Ops.ArgPartition(Tensor.From([3, 4, 2, 1, 3, 4], [6]), 1), [6], 3, 2, 1, 5, 0, 4);
        Check.Values(Ops.ArgPartition(Tensor.From([3, 4, 2, 1], [2, 2]), 0, axis: null), [4], 3, 1, 0, 2);
        Check.Error<ArgumentException>(() => Ops.ArgPartition(Ops.Ones([3]), 3), "ArgPartition", "got 3");
    }

    [Fact]
    public void PartsByOneNumberOrByCuts()
    {
        Tensor x = Ops.Arange(12).Reshape(2, 3, 2);
        Assert.Equal([new Shape(2, 1, 2), new Shape(2, 2, 2)], Ops.Hsplit(x, [1]).Select(part => part.Shape));
        Assert.Equal(2, Ops.Vsplit(x, 2).Count);
        Check.Values(Ops.Dsplit(x, 2)[1], [2, 3, 1], 1, 3, 5, 7, 9, 11);
        Assert.Equal(3, Ops.Unstack(x, num: 3, axis: 1).Count);
        Check.Error<ShapeException>(() => Ops.Unstack(x, 1), "Unstack", "1 slices");
        Check.Values(Ops.Pad(Tensor.From([1f, 2], [2]), 1, "edge"), [4], 1, 1, 2, 2);
        Check.Error<ArgumentException>(() => Ops.Pad(x, 1, "wrap", 3), "Pad", "wrap");
        Check.Values(Ops.Where(Tensor.From([0, 5, 7], [3]))[0], [2], 1, 2);
        Check.Values(Ops.Take(Tensor.From([1, 2, 3, 4], [2, 2]), Tensor.From([3, 0], [2])), [2], 4, 1);
    }

    [Fact]
    public void DirectionsGoForward()
    {
        var draw = new Draw(77);
        Tensor x = draw.Tensor([2, 3]), direction = draw.Tensor([2, 3]);
        (Tensor value, Tensor tangent) = Ops.Jvp(a => Ops.Sin(a) * Ops.Sum(a, axis: 1, keepDims: true), x, direction);
        Assert.Equal(new Shape(2, 3), tangent.Shape);
        double step = 1e-6;
        Tensor F(Tensor a) => Ops.Sin(a) * Ops.Sum(a, axis: 1, keepDims: true);
        Check.Values(value, [2, 3], F(x).ToArray<double>());
        double[] expected = ((F(x + (direction * step)) - F(x - (direction * step))) / (2 * step)).ToArray<double>();
        Check.Values(tangent, [2, 3], expected);
        Check.Values(Ops.Jvp(a => Ops.Floor(a), x, direction).TangentsOut, [2, 3], new double[6]);
        Check.Error<ShapeException>(() => Ops.Jvp(a => a, x, Ops.Ones([3])), "Jvp", "(3,)");
    }

    [Fact]
    public void AFunctionsGradientMayBeGiven()
    {
        Func<Tensor, Tensor> stable = Ops.CustomGradient(x =>
        {
            Tensor e = Ops.Exp(x);
            return (Ops.Log(1 + e), dy => dy * (1 - (1 / (1 + e))));
        });
        Tensor x = Ops.Watch(Tensor.From([100f], [1]));
        Check.Values(Gradients.Of(stable(x), x), [1], 1);
    }

    [Fact]
    public void PredictionsReadAsLabels()
    {
        Tensor inputs = Tensor.From(
            [
                0.1f, 0.4f, 0.2f, 0.4f, 0.3f, -0.3f, 0.4f, 0.2f, 0.3f, 0.2f, 0.4f, 0.3f,
                0.7f, 0.4f, 0.3f, 0.2f, 0.3f, 0.3f, 0.4f, 0.1f, 0.6f, -0.1f, 0.1f, 0.5f,
                0.1f, 0.4f, 0.2f, 0.7f, 0.3f, 0.3f, -0.2f, 0.7f, 0.3f, 0.2f, 0.4f, 0.1f,
            ],
            [3, 3, 4]);
        Tensor lengths = Tensor.From([3, 3, 1], [3]);
        (Tensor decoded, Tensor scores) = Ops.CtcDecode(inputs, lengths);
        Check.Values(decoded, [1, 3, 3], 1, 2, -1, 2, -1, -1, 3, -1, -1);
        Check.Values(scores, [3, 1], -1.2, -1.7, -0.7);
        Check.Values(Ops.CtcDecode(inputs, lengths, mergeRepeated: false).Decoded, [1, 3, 3], 1, 2, 2, 2, -1, -1, 3, -1, -1);
        (decoded, scores) = Ops.CtcDecode(inputs, lengths, "beam_search", beamWidth: 4, topPaths: 2);
        Check.Values(decoded, [2, 3, 3], 1, 2, -1, 2, -1, -1, 3, -1, -1, 2, -1, -1, 3, -1, -1, 1, -1, -1);
        double[] expected = [-2.426537, -2.435596, -2.127681, -2.182338, -1.063386, -1.363386], got = scores.ToArray<double>();
        for (int index = 0; index < 6; index++) Assert.Equal(expected[index], got[index], 1e-5);
        Check.Error<ArgumentException>(() => Ops.CtcDecode(inputs, lengths, "best"), "CtcDecode", "best");
    }

    // The beam as wide as there are readings: each one's probability is the sum over all ways to write it.
    [Fact]
    public void AWideBeamFindsAllReadings()
    {
        Tensor inputs = new Draw(78).Tensor([1, 4, 3]);
        double[] logs = Ops.LogSoftmax(inputs).ToArray<double>();
        var sums = new Dictionary<string, double>();
        for (int way = 0; way < 81; way++)
        {
            int[] symbols = [way / 27, way / 9 % 3, way / 3 % 3, way % 3];
            double probability = Math.Exp(symbols.Select((symbol, step) => logs[(step * 3) + symbol]).Sum());
            string reading = string.Concat(symbols.Where((symbol, step) => symbol != 1 && (step == 0 || symbols[step - 1] != symbol)));
            sums[reading] = sums.GetValueOrDefault(reading) + probability;
        }

        (Tensor decoded, Tensor scores) = Ops.CtcDecode(inputs, Tensor.From([4], [1]), "beam_search", topPaths: 5, maskIndex: 1);
        double[] got = scores.ToArray<double>();
        int[] labels = decoded.ToArray<int>();
        KeyValuePair<string, double>[] best = [.. sums.OrderByDescending(pair => pair.Value).Take(5)];
        for (int path = 0; path < 5; path++)
        {
            Assert.Equal(Math.Log(best[path].Value), got[path], 1e-9);
            Assert.Equal(best[path].Key, string.Concat(labels.AsSpan(path * 4, 4).ToArray().Where(label => label >= 0)));
        }
    }
}
