using Cornea.Layers;
using Xunit;

namespace Cornea.Tests.Models;

/// <summary>Predictions of batches of all sizes run on few plans, wherever it's shown that each sample is predicted by itself.</summary>
public class BatchSizeTests
{
    // Each mixes samples, or looks at how many there are, in a way of its own.
    private static readonly Dictionary<string, Func<Tensor, Tensor>> Mixing = new()
    {
        ["mean of the batch"] = x => x - x.Mean([0], keepDims: true),
        ["size in a number"] = x => x * (1.0 / x.Shape[0]),
        ["size in data"] = x => x + Tensor.From(new float[] { x.Shape[0] }),
        ["size in a branch"] = x => x.Shape[0] == 13 ? x * 2 : x,
        ["turned round"] = x => x.Shape[0] == Shape.Unknown ? x : Ops.Flip(x, 0),
        ["sums of those before"] = x => Ops.CumSum(x, 0),
        ["the first for all"] = x => x - Ops.Slice(x, 0, 0, 1),
        ["similarities"] = x => Ops.Reshape(Ops.MatMul(x, Ops.Transpose(x)).Mean([1], keepDims: true) + x, [-1, 4]),
        ["sorted"] = x => Ops.Sort(x, axis: 0),
        ["positions"] = x => x + Ops.Arange(0, x.Shape[0]).Cast(DType.Float32).ExpandDims(1),
        ["places exchanged"] = x => Ops.Transpose(Ops.Softmax(Ops.Transpose(x), -1)),
        ["cut elsewhere"] = x => Ops.Reshape(Ops.Transpose(x), [-1, 4]),
        ["noise"] = x => x + RandomOps.Normal([x.Shape[0], 1], seed: 3),
    };

    public static TheoryData<string> MixingLayers => [.. Mixing.Keys];

    [Theory]
    [MemberData(nameof(MixingLayers))]
    public void ALayerThatMixesSamplesRunsOnPlansOfTheExactSize(string name)
    {
        var model = new Sequential { new Input(4), new Dense(4), new Own(Mixing[name]) };
        CompiledFunction exact = Function.Compile(x => model.Call(x));
        foreach (int count in new[] { 1, 2, 3, 5, 8, 13, 15, 37 })
        {
            Tensor x = RandomOps.Normal([count, 4], seed: count);
            Assert.Equal(Bits(exact.Run(x)), Bits(model.Predict(x, batchSize: 64)));
        }
    }

    [Fact]
    public void BatchesOfAllSizesRunOnFewPlansAndEachSampleGetsTheSameBits()
    {
        var perceptron = new Sequential { new Input(20), new Dense(16, activation: "relu"), new Dropout(0.5), new Dense(3, activation: "softmax") };
        Tensor image = new Input(6, 6, 2), scale = new Input(4);
        Tensor x = new MaxPooling2D().Call(Ops.Relu(new BatchNormalization().Call(new Conv2D(4, 3, padding: "same").Call(image))));
        x = new Flatten().Call(x * new Reshape((1, 1, 4)).Call(scale));
        var network = new Model([image, scale], [new Dense(2).Call(x), new Reshape((3, 12)).Call(x)]);
        Check(perceptron, [20]);
        Check(network, [(6, 6, 2), 4]);

        static void Check(Model model, Shape[] shapes)
        {
            const int most = 100;
            TensorList all = TensorList.Create([.. shapes.Select(shape => TestData.Uniform([most, .. shape]))]);
            TensorList[] alone = [.. Enumerable.Range(0, most).Select(row => model.PredictAll(Part(all, row, 1)))];
            foreach (int count in Enumerable.Range(1, most).Where(count => count < 20 || count % 9 == 1))
            {
                TensorList together = model.PredictAll(Part(all, 0, count), batchSize: most);
                for (int output = 0; output < together.Count; output++)
                    Assert.Equal(alone[..count].SelectMany(results => Bits(results[output])), Bits(together[output]));
            }

            Assert.InRange(model.ProgramCount, 1, 8);
        }
    }

    [Fact]
    public void SeveralBatchesOfOneSizeHaveAPlanOfTheirOwn()
    {
        var model = new Sequential { new Input(3), new Dense(2) };
        model.Predict(TestData.Uniform(120, 3), batchSize: 40);
        Assert.Equal(1, model.ProgramCount);
        model.Predict(TestData.Uniform(47, 3), batchSize: 40);
        Assert.Equal(2, model.ProgramCount); // 40, and 4 for the 7 that are left: of these, one is computed twice.
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(15)]
    [InlineData(100)]
    [InlineData(127)]
    [InlineData(200)]
    [InlineData(100_003)]
    public void PartsMakeUpTheBatchAndLittleIsWasted(int samples)
    {
        IReadOnlyList<BatchPart> parts = BatchParts.Of(samples);
        Assert.All(parts, part => Assert.True(int.IsPow2(part.Size) && part.Start >= 0));
        Assert.Equal(Enumerable.Range(0, samples), parts.SelectMany(part => Enumerable.Range(part.Start, part.Size)).Distinct().Order());
        Assert.InRange(parts.Sum(part => part.Size), samples, samples * 7 / 6);
    }

    [Theory]
    [InlineData(7, 4)]
    [InlineData(32, 4)]
    [InlineData(40, 8)]
    [InlineData(45, 1)]
    public void NoPartIsLargerThanAskedFor(int samples, int most)
    {
        IReadOnlyList<BatchPart> parts = BatchParts.Of(samples, most);
        Assert.All(parts, part => Assert.True(int.IsPow2(part.Size) && part.Size <= most && part.Start >= 0));
        Assert.Equal(Enumerable.Range(0, samples), parts.SelectMany(part => Enumerable.Range(part.Start, part.Size)).Distinct().Order());
    }

    [Theory]
    [InlineData(32, 1 << 20, 1 << 20, 32)] // It fits.
    [InlineData(32, 160 << 20, 8 << 20, 8)]
    [InlineData(40, 160 << 20, 8 << 20, 16)]
    [InlineData(32, 160 << 20, 100 << 20, 32)] // Weights would come from memory eight times.
    [InlineData(2, 1000 << 20, 8 << 20, 1)]
    [InlineData(1, 1000 << 20, 8 << 20, 1)]
    [InlineData(0, 0, 0, 0)]
    public void ALargeBatchIsPredictedInPartsOfBoundedMemory(int samples, long passingBytes, long weightBytes, int together) =>
        Assert.Equal(together, BatchParts.Together(samples, passingBytes, weightBytes));

    /// <summary>128 MB pass between the layers: parts give the bits of single samples, and the batch's own plan isn't run.</summary>
    [Fact]
    public void ALargeBatchGivesTheBitsOfItsSamples()
    {
        var model = new Sequential { new Input(64, 64, 3), new Conv2D(128, 3, padding: "same", activation: "relu"), new Conv2D(128, 1), new GlobalAveragePooling2D() };
        Tensor x = TestData.Uniform(48, 64, 64, 3);
        Tensor together = model.Predict(x, batchSize: 48);
        Assert.Equal(2, model.ProgramCount); // 32, and what that is cut into.
        Assert.Equal(Bits(model.Predict(x, batchSize: 1)), Bits(together));
    }

    private static TensorList Part(TensorList all, int start, int count) =>
        TensorList.Create([.. all.Select(tensor => Ops.Slice(tensor, 0, start, count))]);

    private static IEnumerable<int> Bits(Tensor tensor) => tensor.ToArray<float>().Select(BitConverter.SingleToInt32Bits);

    private sealed class Own(Func<Tensor, Tensor> body) : Layer
    {
        protected override Tensor Forward(Tensor x, bool training) => body(x);
    }
}
