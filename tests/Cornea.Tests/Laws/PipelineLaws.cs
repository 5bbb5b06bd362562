using Cornea.Callbacks;
using Cornea.Data;
using Cornea.Layers;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Laws;

/// <summary>What holds for training from a pipeline: its memory is used again, and what a step costs doesn't grow with its samples.</summary>
[Collection(nameof(Alone))]
public class PipelineLaws
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void StepsReuseTheirMemory(bool prefetch)
    {
        const int Rows = 16_384; // No epoch goes through all of them.
        const int Steps = 8;
        const int Side = 16;
        Tensor x = Tensor.From(new byte[Rows * Side], [Rows, Side]), y = Tensor.From(new int[Rows]);
        var model = new Sequential { new Input(Side), new Dense(4, activation: "softmax") };
        model.Compile("sgd", "sparse_categorical_crossentropy");
        Dataset samples = Dataset.From(x, y).Map((image, label) => (image.Cast(DType.Float32) / 255, label)).Shuffle(100, seed: 1);
        (long small, _) = Epoch(batchSize: 64);
        (long large, long native) = Epoch(batchSize: 256);
        Assert.Equal(0, native);
        Assert.InRange((large - small) / Steps, -2000, 192 * 12); // 8 bytes: labels as the checks look at them.

        // The third epoch: compiled, and with all the staging memory there is.
        (long Managed, long Native) Epoch(int batchSize)
        {
            long managed = 0, nativeBytes = 0, managedBefore = 0, nativeBefore = 0;
            var watch = new LambdaCallback(
                onEpochBegin: (_, _) => (managedBefore, nativeBefore) = (GC.GetTotalAllocatedBytes(true), Storage.AllocatedBytes),
                onEpochEnd: (_, _) => (managed, nativeBytes) =
                    (GC.GetTotalAllocatedBytes(true) - managedBefore, Storage.AllocatedBytes - nativeBefore));
            Dataset batches = samples.Batch(batchSize).Repeat();
            if (prefetch) batches = batches.Prefetch();
            model.Fit(batches, epochs: 3, stepsPerEpoch: Steps, verbose: 0, callbacks: [watch]);
            return (managed, nativeBytes);
        }
    }
}
