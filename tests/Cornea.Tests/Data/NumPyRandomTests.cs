using Cornea.Data;
using Xunit;

namespace Cornea.Tests.Data;

/// <summary>The expected numbers come from NumPy 1.24: <c>numpy.random.RandomState(seed)</c>.</summary>
public class NumPyRandomTests
{
    [Theory]
    [InlineData(0u, new[] { 2357136044u, 2546248239u, 3071714933u, 3626093760u, 2588848963u })]
    [InlineData(1u, new[] { 1791095845u, 4282876139u, 3093770124u, 4005303368u, 491263u })]
    [InlineData(2023u, new[] { 1382929239u, 2595771929u, 3824335302u, 1887095479u, 2525665185u })]
    [InlineData(uint.MaxValue, new[] { 419326371u, 479346978u, 3918654476u, 2416749639u, 3388880820u })]
    public void First_bits(uint seed, uint[] expected)
    {
        var random = new NumPyRandom(seed);
        Assert.Equal(expected, expected.Select(_ => random.NextUInt32()));
    }

    [Fact]
    public void Bits_after_the_state_was_renewed()
    {
        var random = new NumPyRandom(9);
        uint[] bits = [.. Enumerable.Range(0, 2000).Select(_ => random.NextUInt32())];
        Assert.Equal([4006321175u, 1744012589u, 1066684678u], [bits[623], bits[624], bits[1999]]);
    }

    [Fact]
    public void Uniform()
    {
        var random = new NumPyRandom(42);
        Assert.Equal([0.3745401188473625, 0.9507143064099162, 0.7319939418114051], [random.NextDouble(), random.NextDouble(), random.NextDouble()]);
    }

    [Fact]
    public void Normal()
    {
        var random = new NumPyRandom(42);
        double[] expected = [0.4967141530112327, -0.13826430117118466, 0.6476885381006925, 1.5230298564080254, -0.23415337472333597];
        foreach (double value in expected)
            Assert.Equal(value, random.NextNormal(), 1e-15);
    }

    [Fact]
    public void The_second_normal_number_is_kept_while_others_are_drawn()
    {
        var random = new NumPyRandom(11);
        random.NextNormal();
        random.NextDouble();
        Assert.Equal(-0.28607299681629417, random.NextNormal(), 1e-15);
        Assert.Equal(0.4854270981677824, random.NextDouble());
    }

    [Fact]
    public void Permutations()
    {
        var random = new NumPyRandom(7);
        Assert.Equal([8, 5, 0, 2, 1, 9, 7, 3, 6, 4], random.Permutation(10));
        Assert.Equal([1, 3, 2, 5, 9, 0, 4, 6, 7, 8], random.Permutation(10));
        int[] thousand = new NumPyRandom(7).Permutation(1000);
        Assert.Equal([778, 334, 271, 802, 216, 579, 502, 537, 196, 175], [.. thousand[..5], .. thousand[^5..]]);
        Assert.Empty(random.Permutation(0));
    }

    [Fact]
    public void Shuffle()
    {
        int[] values = [0, 10, 20, 30, 40, 50, 60, 70];
        new NumPyRandom(3).Shuffle<int>(values);
        Assert.Equal([50, 70, 40, 60, 30, 10, 0, 20], values);
    }

    [Fact]
    public void Choice_without_replacement()
    {
        var random = new NumPyRandom(5);
        Assert.Equal([10, 7, 9], random.Choice<int>([5, 6, 7, 8, 9, 10], 3));
        Assert.Equal([4], random.Choice<int>([4], 1));
        Assert.Equal(0.6117438629026457, random.NextDouble());
    }
}
