using Cornea.Data;
using Xunit;

namespace Cornea.Tests.Data;

public class DatasetMapTests
{
    private static readonly Tensor Images = Tensor.From(Enumerable.Range(0, 7 * 12).Select(i => (byte)i).ToArray(), [7, 3, 4]);
    private static readonly Tensor Y = Tensor.From(Enumerable.Range(0, 7).ToArray(), [7]);

    private static (Tensor X, Tensor Y) Prepare(Tensor image, Tensor label) => (image.Cast(DType.Float32).ExpandDims(-1) / 255, label);

    [Fact]
    public void Before_and_after_batching_the_same()
    {
        int traces = 0;
        (Tensor, Tensor) Counted(Tensor image, Tensor label)
        {
            traces++;
            return Prepare(image, label);
        }

        float[] expected = (Images.Cast(DType.Float32) / 255).ToArray<float>();
        Dataset before = Dataset.From(Images, Y).Map(Counted).Batch(3);
        Assert.Equal(expected, before.SelectMany(batch => batch.Inputs[0].ToArray<float>()));
        Assert.Equal([3, 3, 4, 1], before.First().Inputs[0].Shape);
        Assert.Equal(Enumerable.Range(0, 7), before.SelectMany(batch => batch.Targets![0].ToArray<int>()));
        Assert.Equal(1, traces);

        Dataset after = Dataset.From(Images, Y).Batch(3).Map(Counted);
        Assert.Equal(expected, after.SelectMany(batch => batch.Inputs[0].ToArray<float>()));
        Assert.Equal(3, traces); // Batches of 3 and of 1.
        Assert.Equal(expected, Dataset.From(Images, Y).Map(Counted).SelectMany(batch => batch.Inputs[0].ToArray<float>()));
    }

    [Fact]
    public void A_function_of_the_input_alone_leaves_the_rest()
    {
        Batch batch = Dataset.From(Y, Y, Y).Map(x => x * 2).Batch(7).Single();
        Assert.Equal([0, 2, 4, 6, 8, 10, 12], batch.Inputs[0].ToArray<int>());
        Assert.Equal(Y.ToArray<int>(), batch.Targets![0].ToArray<int>());
        Assert.Equal(Y.ToArray<int>(), batch.SampleWeights![0].ToArray<int>());
        Batch turned = Dataset.From(Images, Y).MapElements(element => new Batch(element.Targets!, element.Inputs)).Batch(7).Single();
        Assert.Equal((Y.Shape, Images.Shape), (turned.Inputs[0].Shape, turned.Targets![0].Shape));
    }

    public static TheoryData<string> Functions => [.. ByName.Keys];

    private static readonly Dictionary<string, (Func<Tensor, Tensor> Function, bool IsVectorised)> ByName = new()
    {
        ["elementwise"] = (x => Ops.Where(x.Cast(DType.Float32) > 20, Ops.Sqrt(x.Cast(DType.Float32)), 1), true),
        ["broadcast"] = (x => x.Cast(DType.Float32) * Tensor.From(new float[,,] { { { 1 } }, { { 2 } } }), true),
        ["transposed"] = (x => x.Transpose(1, 0).Reshape(2, 6).Cast(DType.Int32) - 3, true),
        ["constant"] = (_ => Tensor.From(new[] { 1f, 2 }) * 3, true),
        ["reduced"] = (x => x.Cast(DType.Float32).Mean(), false),
        ["product"] = (x => Ops.MatMul(x.Cast(DType.Float32), x.Cast(DType.Float32).Transpose(1, 0)), false),
        ["sliced"] = (x => x[1], false),
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void Rows_of_a_batch_and_single_elements_agree(string name)
    {
        var (function, isVectorised) = ByName[name];
        Dataset mapped = Dataset.From(Images).Map(function);
        Tensor batch = mapped.Batch(7).Single().Inputs[0];
        double[] single = [.. mapped.SelectMany(element => element.Inputs[0].ToArray<double>())];
        double[] direct = [.. Enumerable.Range(0, 7).SelectMany(row => function(Images[row]).ToArray<double>())];
        Assert.Equal(direct, single);
        Assert.Equal(direct, batch.ToArray<double>());
        Assert.Equal([7, .. function(Images[0]).Shape], batch.Shape);

        var spec = new ElementSpec([new TensorSpec([3, 4], DType.UInt8)], 1, 0);
        Assert.Equal(isVectorised, new MapProgram(spec, element => new Batch(function(element.Inputs[0]))).IsVectorised(7));
    }

    [Fact]
    public void Variables_are_read_as_they_are()
    {
        var factor = new Variable(Tensor.From(new[] { 2f }), name: "factor");
        Dataset scaled = Dataset.From(Tensor.From(new[] { 1f, 2 })).Map(x => x * factor.Value).Batch(2);
        Assert.Equal([2, 4], scaled.Single().Inputs[0].ToArray<float>());
        factor.Assign(Tensor.From(new[] { 3f }));
        Assert.Equal([3, 6], scaled.Single().Inputs[0].ToArray<float>());
    }

    [Fact]
    public void Mistakes_are_found_when_the_function_is_given()
    {
        Assert.Throws<ShapeException>(() => Dataset.From(Images).Map(x => x.Reshape(5)));
        Assert.Contains("0 target(s)", Assert.Throws<ArgumentException>(() => Dataset.From(Images).Map(Prepare)).Message, StringComparison.Ordinal);
        Assert.Contains("2 inputs", Assert.Throws<ArgumentException>(() => Dataset.From([Y, Y]).Map(x => x)).Message, StringComparison.Ordinal);
    }
}
