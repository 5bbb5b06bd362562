using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Reference;
using Xunit;
using Random = Cornea.Graphs.Operations.Random;

namespace Cornea.Tests.Operations;

public class RandomTests
{
    private static readonly Tensor State = Tensor.From([7L, 3], [2]);

    // Random123's own known answers (kat_vectors, philox4x32 10).
    [Theory]
    [InlineData(0, 0, 0, 0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8)]
    [InlineData(0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd)]
    [InlineData(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0, 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1)]
    public void PhiloxGivesItsKnownAnswers(uint x, uint y, uint z, uint w, uint keyX, uint keyY, uint a, uint b, uint c, uint d) =>
        Assert.Equal((a, b, c, d), Philox.Block((x, y, z, w), (keyX, keyY)));

    [Fact]
    public void AnElementsBitsComeFromItsPlace()
    {
        (uint x, uint y, uint z, uint w) = Philox.Block((2, 0, 3, 0), (7, 0));
        Assert.Equal([x, y, z, w], [Philox.Bits(7, 3, 8), Philox.Bits(7, 3, 9), Philox.Bits(7, 3, 10), Philox.Bits(7, 3, 11)]);
    }

    [Fact]
    public void UniformNumbersAreEven()
    {
        float[] y = Node.Emit(new Random(Distribution.Uniform, [10000]), State)[0].ToArray<float>();
        Assert.All(y, value => Assert.InRange(value, 0, 0.99999999f));
        Assert.Equal(0.5, y.Average(), 0.01);
        Assert.Equal(1.0 / 12, y.Select(value => (value - 0.5) * (value - 0.5)).Average(), 0.002);
        Assert.Equal((float)Philox.Uniform(7, 3, 4321), y[4321]);
    }

    [Fact]
    public void NormalNumbersAreNormal()
    {
        float[] y = Node.Emit(new Random(Distribution.Normal, [20001]), State)[0].ToArray<float>();
        Assert.All(y, value => Assert.True(float.IsFinite(value)));
        Assert.Equal(0, y.Average(), 0.03);
        Assert.Equal(1, y.Select(value => value * (double)value).Average(), 0.03);
        Assert.Equal(3, y.Select(value => Math.Pow(value, 4)).Average(), 0.15);
        Assert.Equal(0.6827, y.Count(value => Math.Abs(value) < 1) / 20001.0, 0.01);
    }

    [Fact]
    public void AnotherSeedOrStepGivesOtherNumbersAndTheSameOnesTheSame()
    {
        float[] first = Draw(7, 3), again = Draw(7, 3);
        Assert.Equal(first, again);
        Assert.NotEqual(first, Draw(7, 4));
        Assert.NotEqual(first, Draw(8, 3));

        static float[] Draw(long seed, long step) =>
            Node.Emit(new Random(Distribution.Uniform, [4]), Tensor.From([seed, step], [2]))[0].ToArray<float>();
    }

    [Fact]
    public void DropoutKeepsTheMeanAndItsGradientTheMask()
    {
        Tensor x = Ops.Watch(Ops.Ones([10000], "float64"));
        Tensor y = Node.Emit(new Dropout(0.25), x, State)[0];
        double[] values = y.ToArray<double>();
        Assert.All(values, value => Assert.True(value is 0 or 1 / 0.75));
        Assert.Equal(0.25, values.Count(value => value == 0) / 10000.0, 0.02);
        Assert.Equal(values, Gradients.Of(Ops.Sum(y), x).ToArray<double>());
    }

    [Fact]
    public void DropoutHasRightDerivatives() =>
        GradientCheck.Second(x => Ops.Square(Node.Emit(new Dropout(0.4), x[0], State)[0]), new Draw(22).Tensor([3, 4]));
}
