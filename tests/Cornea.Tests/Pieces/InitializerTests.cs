using Cornea.Initializers;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Pieces;

[Collection(nameof(Alone))] // RandomSeed is the process's: other tests would draw from it in between.
public class InitializerTests
{
    [Fact]
    public void The_same_seed_gives_the_same_numbers_and_another_other_ones()
    {
        float[] first = new GlorotUniform(7).Call([3, 4]).ToArray<float>();
        Assert.Equal(first, new GlorotUniform(7).Call([3, 4]).ToArray<float>());
        Assert.NotEqual(first, new GlorotUniform(8).Call([3, 4]).ToArray<float>());
    }

    [Fact]
    public void Without_a_seed_one_is_drawn_when_it_is_made()
    {
        RandomSeed.Set(3);
        Initializer first = "he_normal", second = "he_normal";
        float[] values = first.Call(5).ToArray<float>();
        Assert.Equal(values, first.Call(5).ToArray<float>());
        Assert.NotEqual(values, second.Call(5).ToArray<float>());
        RandomSeed.Set(3);
        Assert.Equal(values, ((Initializer)"he_normal").Call(5).ToArray<float>());
        Assert.Null(first.GetConfig().Json["seed"]);
    }

    [Theory]
    [InlineData(4, 4)]
    [InlineData(3, 6)]
    [InlineData(6, 3)]
    public void Orthogonal_is_orthogonal(int rows, int columns)
    {
        Tensor matrix = new Orthogonal(seed: 1).Call([rows, columns]);
        Tensor product = rows < columns ? Ops.MatMul(matrix, matrix.Transpose()) : Ops.MatMul(matrix.Transpose(), matrix);
        Tensor error = Ops.Max(Ops.Abs(product - Ops.Eye(Math.Min(rows, columns))));
        Assert.True(error.ToScalar<float>() < 1e-5f);
    }

    [Fact]
    public void Fans_follow_the_kernel_and_can_be_given()
    {
        float[] kernel = new HeUniform(1).Call([3, 3, 4, 8]).ToArray<float>();
        Assert.InRange(kernel.Max(), 0.98 * Math.Sqrt(6 / 36.0), Math.Sqrt(6 / 36.0));
        float[] given = new HeUniform(1, inputAxes: [3], outputAxes: [2]).Call([3, 3, 4, 8]).ToArray<float>();
        Assert.InRange(given.Max(), 0.98 * Math.Sqrt(6 / 8.0), Math.Sqrt(6 / 8.0));
    }

    [Fact]
    public void Configs_make_the_same_initializer()
    {
        foreach (Initializer initializer in new Initializer[]
        {
            new Constant(2), new Identity(3), new RandomUniform(-1, 2, 5), new TruncatedNormal(1, 2, 5), new VarianceScaling(2, "fan_out", "uniform", 5),
            new GlorotNormal(5), new LecunUniform(5, [0], [1]), new Orthogonal(2, 5),
        })
        {
            Initializer again = Initializer.Deserialize(initializer.Serialize().ToJson())!;
            Assert.Equal(initializer.Call([4, 4]).ToArray<float>(), again.Call([4, 4]).ToArray<float>());
        }
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Contains("glorot_uniform", Assert.Throws<ArgumentException>(() => (Initializer)"glorot").Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new VarianceScaling(mode: "fan"));
        Assert.Throws<ShapeException>(() => new Identity().Call(3));
    }
}
