using Cornea.Layers;
using Cornea.Tests.Layers.Augmentation;
using Xunit;

namespace Cornea.Tests.Layers;

/// <summary>A mask belongs to the result of a call: the tensor that was given keeps the one it has, also where a layer gives it back.</summary>
public class MaskTests
{
    private const string Augmenting = "augmenting ";

    public static TheoryData<string> Names =>
    [
        .. LayerCases.All.Where(pair => pair.Value.Shapes is [{ Rank: > 1 }]).Select(pair => pair.Key),
        .. AugmentationCases.All.Keys.Select(name => Augmenting + name),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void TheCallersTensorStaysAsItIs(string name)
    {
        (Layer layer, Shape shape) = name.StartsWith(Augmenting, StringComparison.Ordinal)
            ? (AugmentationCases.All[name[Augmenting.Length..]](default, 1), (7, 6, 3))
            : (LayerCases.All[name].Make(), LayerCases.All[name].Shapes[0]);
        Tensor x = Ops.Ones([2, .. shape]), mask = Ops.Ones([2, shape[0]], DType.Bool);
        CheckUntouched(layer, x, mask);
    }

    [Fact]
    public void NorInModelsAndWrappers()
    {
        Tensor x = Ops.Ones([2, 3, 4]), mask = Ops.Ones([2, 3], DType.Bool), input = new Input(3, 4);
        CheckUntouched(new Sequential { new Dropout(0.5), new Identity() }, x, mask);
        CheckUntouched(new Model(input, new Dropout(0.5).Call(input)), x, mask);
        CheckUntouched(new Activation("linear"), x, mask);
        CheckUntouched(new Reshape((3, 4)), x, mask);
        CheckUntouched(new Cornea.Layers.Lambda(v => v), x, mask);
    }

    [Fact]
    public void AResultHasItsOwn()
    {
        Tensor x = Ops.Ones([2, 3, 4]), first = Ops.Ones([2, 3], DType.Bool), second = Ops.Zeros([2, 3], DType.Bool);
        var layer = new Dropout(0.5);
        Tensor one = layer.Call(x, new CallArguments().With("mask", first))[0], other = layer.Call(x, new CallArguments().With("mask", second))[0];
        Assert.Same(first, one.Mask);
        Assert.Same(second, other.Mask);
        Assert.Equal(x.ToArray<float>(), one.ToArray<float>());
        Tensor carries = new Masking().Call(x);
        Assert.Null(new Reshape((3, 4)).Call(carries).Mask); // It doesn't pass masks on.
        Assert.NotNull(carries.Mask);
    }

    [Fact]
    public void GradientsFlowThroughAResultThatIsItsInput()
    {
        Tensor x = Ops.Watch(Tensor.From(new[] { 1f, 2 }, [1, 2])), y = new Dropout(0.5).Call(x, new CallArguments().With("mask", Ops.Ones([1], DType.Bool)))[0];
        Assert.Equal([2f, 4], Gradients.Of(Ops.Sum(Ops.Square(y)), x).ToArray<float>());
    }

    private static void CheckUntouched(Layer layer, Tensor x, Tensor mask)
    {
        foreach (bool training in new[] { false, true })
        {
            try
            {
                layer.Call(x, new CallArguments().With("mask", mask), training);
            }
            catch (ArgumentException)
            {
                // Not every layer takes such a mask.
            }

            Assert.Null(x.Mask);
        }
    }
}
