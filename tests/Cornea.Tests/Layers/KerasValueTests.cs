using Cornea.Layers;
using Xunit;

namespace Cornea.Tests.Layers;

/// <summary>Values that Keras' own tests of 3.15 expect, in cases that no golden file records.</summary>
public class KerasValueTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void GlobalAveragePooling1DTakesAMaskAsAnArray(bool first, bool keepDims)
    {
        Tensor x = Ops.Arange(24, dtype: DType.Float32).Reshape([2, 3, 4]);
        Tensor mask = first ? Tensor.From(new[,] { { 1, 1, 0, 0 }, { 0, 1, 0, 1 } }) : Tensor.From(new[,] { { 1, 1, 0 }, { 0, 1, 0 } });
        var layer = new GlobalAveragePooling1D(first ? "channels_first" : "channels_last", keepDims);
        Tensor y = layer.Call(x, new CallArguments().With("mask", mask))[0];
        float[] expected = first ? [0.5f, 4.5f, 8.5f, 14, 18, 22] : [2, 3, 4, 5, 16, 17, 18, 19];
        Assert.Equal(expected, y.ToArray<float>());
        Assert.Equal(keepDims ? (first ? new Shape(2, 3, 1) : new Shape(2, 1, 4)) : new Shape(2, first ? 3 : 4), y.Shape);
    }

    [Fact]
    public void RescalingTakesAScaleForEachChannelThatComesFirst()
    {
        var layer = new Rescaling([1.0, 2.0, 3.0], [0.5, 0.5, 0.5]);
        Tensor y = layer.Call(Ops.Ones([2, 3, 4, 5]));
        Assert.Equal([1.5f, 2.5f, 3.5f], y[0, .., 0, 0].ToArray<float>());
        Assert.Equal([1.5f, 2.5f, 3.5f], layer.Call(Ops.Ones([2, 4, 5, 3]))[0, 0, 0].ToArray<float>());
        Assert.Contains("3 channels", Assert.Throws<ShapeException>(() => layer.Call(Ops.Ones([2, 4, 5]))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CategoryEncodingCountsByWeights()
    {
        Tensor x = Tensor.From(new[,] { { 0, 1 }, { 0, 0 }, { 1, 2 }, { 3, 1 } });
        Tensor weights = Tensor.From(new[,] { { 0.1f, 0.2f }, { 0.1f, 0.1f }, { 0.2f, 0.3f }, { 0.4f, 0.2f } });
        var arguments = new CallArguments().With("count_weights", weights);
        float[] expected = [0.1f, 0.2f, 0, 0, 0, 0, 0.2f, 0, 0, 0, 0, 0, 0, 0.2f, 0.3f, 0, 0, 0, 0, 0.2f, 0, 0.4f, 0, 0];
        Assert.Equal(expected, new CategoryEncoding(6, "count").Call(x, arguments)[0].ToArray<float>());
        Assert.Contains("count_weights", Assert.Throws<ArgumentException>(() => new CategoryEncoding(6).Call(x, arguments)).ParamName, StringComparison.Ordinal);
    }

    [Fact]
    public void SoftmaxOverSeveralAxesKeepsThemInItsConfig()
    {
        Tensor x = Tensor.From(new[,] { { 1.0f, 2, 1 }, { 1, 2, 1 } }), mask = Tensor.From(new[,] { { 1.0f, 0, 1 }, { 0, 1, 0 } });
        Layer again = Layer.FromJson(new Cornea.Layers.Softmax([1, 0]).ToJson());
        Assert.Equal("[1,0]", again.GetConfig().Json["axis"]!.ToJsonString());
        Assert.Equal("[1]", Layer.FromJson(new Cornea.Layers.Softmax([1]).ToJson()).GetConfig().Json["axis"]!.ToJsonString());
        float[] y = again.Call(x, new CallArguments().With("mask", mask))[0].ToArray<float>();
        float[] expected = [0.21194154f, 0, 0.21194154f, 0, 0.57611686f, 0];
        for (int index = 0; index < y.Length; index++) Assert.Equal(expected[index], y[index], 1e-6f);
    }

    [Fact]
    public void CenterCropAndResizingMoveBoxesAndKeepTheirFormat()
    {
        var crop = new CenterCrop(4, 4) { BoundingBoxFormat = "xyxy" };
        var resize = new Resizing(8, 4) { BoundingBoxFormat = "xywh" };
        Assert.Equal("xyxy", Layer.FromJson(crop.ToJson()).GetConfig().Json["bounding_box_format"]!.GetValue<string>());
        Assert.Equal("xywh", Layer.FromJson(resize.ToJson()).GetConfig().Json["bounding_box_format"]!.GetValue<string>());
        Assert.False(new CenterCrop(4, 4).GetConfig().Json.ContainsKey("bounding_box_format"));
        var boxes = new BoundingBoxes(Tensor.From(new float[,,] { { { 1, 1, 4, 5 }, { 0, 0, 0, 0 } } }), Ops.Ones([1, 2]));
        var images = new LabeledImages(Ops.Ones([1, 8, 8, 3]), BoundingBoxes: boxes);
        Assert.Equal([0f, 0, 2, 3, 0, 0, 0, 0], crop.Call(images).BoundingBoxes!.Boxes.ToArray<float>());
        Assert.Equal([0.5f, 1, 2, 5, 0, 0, 0, 0], resize.Call(images, training: false).BoundingBoxes!.Boxes.ToArray<float>());
    }

    [Theory]
    [InlineData("nearest")]
    [InlineData("bilinear")]
    [InlineData("bicubic")]
    [InlineData("lanczos3")]
    public void ResizingKeepsBytes(string interpolation)
    {
        Tensor x = Ops.Arange(48).Reshape([1, 4, 4, 3]).Cast(DType.UInt8), input = new Input((4, 4, 3), dtype: "uint8");
        var layer = new Resizing(6, 5, interpolation);
        Assert.Equal(DType.UInt8, layer.Call(input).DType);
        Tensor y = layer.Call(x);
        Assert.Equal(DType.UInt8, y.DType);
        float[] exact = layer.Call(x.Cast(DType.Float32)).ToArray<float>();
        Assert.Equal(exact.Select(value => (byte)Math.Clamp(MathF.Round(value), 0, 255)), y.ToArray<byte>());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void TransposedConvolutionIsTheOperationsWhateverItsWindow(int axes)
    {
        foreach (int window in new[] { 2, 3, 4, 5 })
        {
            foreach (int stride in new[] { 2, 3 })
            {
                foreach (int? extra in new int?[] { null, 0, 1 })
                {
                    Tensor x = RandomOps.Normal([2, .. Enumerable.Repeat(3, axes), 2], seed: 1);
                    Layer layer = axes switch
                    {
                        1 => new Conv1DTranspose(2, window, stride, "same", extra),
                        2 => new Conv2DTranspose(2, window, stride, "same", extra is { } both ? both : (Size2?)null),
                        _ => new Conv3DTranspose(2, window, stride, "same", extra is { } all ? all : (Size3?)null),
                    };
                    Tensor y = layer.Call(x), expected = Ops.ConvTranspose(x, layer.Weights[0], stride, "same", extra);
                    Assert.Equal(expected.Shape, y.Shape);
                    Assert.Equal(expected.ToArray<float>(), y.ToArray<float>());

                    // By hand: each input element lays the window down, cut by half of the window before.
                    if (axes == 1) Assert.Equal(ByHand(x, layer.Weights[0], stride, y.Shape[1], extra), y.ToArray<double>(), (a, b) => Math.Abs(a - b) < 1e-4);
                }
            }
        }
    }

    private static double[] ByHand(Tensor x, Tensor w, int stride, int size, int? extra)
    {
        int window = w.Shape[0], filters = w.Shape[1], full = ((x.Shape[1] - 1) * stride) + window, before = extra is null ? Math.Max(0, full - size) / 2 : Math.Max(0, full - size) / 2;
        var y = new double[x.Shape[0], size, filters];
        double[] values = x.ToArray<double>(), weights = w.ToArray<double>();
        for (int batch = 0; batch < x.Shape[0]; batch++)
            for (int step = 0; step < x.Shape[1]; step++)
                for (int tap = 0; tap < window; tap++)
                    for (int filter = 0; filter < filters; filter++)
                        for (int channel = 0; channel < x.Shape[2]; channel++)
                        {
                            int place = (step * stride) + tap - before;
                            if (place < 0 || place >= size) continue;
                            y[batch, place, filter] += values[(((batch * x.Shape[1]) + step) * x.Shape[2]) + channel] * weights[(((tap * filters) + filter) * x.Shape[2]) + channel];
                        }
        return [.. y.Cast<double>()];
    }

    [Fact]
    public void AWindowOfABlurHasRowsThenColumns()
    {
        Tensor point = Ops.Pad(Ops.Ones([1, 1, 1, 1]), [(0, 0), (2, 2), (2, 2), (0, 0)]);
        Tensor blurred = ImageOps.GaussianBlur(point, (1, 3), (1, 2));
        Assert.All(blurred[0, 0].ToArray<float>(), value => Assert.Equal(0, value)); // One row: nothing moves up or down.
        double side = Math.Exp(-0.5), middle = 1 / (1 + (2 * side));
        Assert.Equal([0, side * middle, middle, side * middle, 0], blurred[0, 2].ToArray<double>(), (a, b) => Math.Abs(a - b) < 1e-6);
        Tensor down = ImageOps.GaussianBlur(point, (3, 1), (2, 1));
        Assert.Equal([0, side * middle, middle, side * middle, 0], down[0, .., 2].ToArray<double>(), (a, b) => Math.Abs(a - b) < 1e-6);
    }
}
