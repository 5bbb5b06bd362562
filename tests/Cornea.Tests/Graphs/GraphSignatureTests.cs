using Cornea.Graphs;
using Xunit;

namespace Cornea.Tests.Graphs;

/// <summary>What plans and prepared values are found by tells apart what gives other bits.</summary>
public class GraphSignatureTests
{
    [Fact]
    public void ZeroAndMinusZeroDiffer()
    {
        Assert.Equal(Of(0), Of(0));
        Assert.NotEqual(Of(0), Of(-0.0));
        Assert.Equal(Of(double.NaN), Of(double.NaN));
    }

    private static GraphSignature Of(double number) =>
        new(new Graph([], [Tensor.Number(number, DType.Float32).BroadcastTo(new Shape(2))], []));
}
