using Xunit;

namespace Cornea.Tests.Operations;

/// <summary>Products whose factors may be 0: the slope of a factor is the product of the others, which no division by it gives.</summary>
public class ProductOfZerosTests
{
    private static readonly Dictionary<string, Func<Tensor, Tensor>> Products = new()
    {
        ["prod"] = x => Ops.Prod(x),
        ["prod of rows"] = x => Ops.Prod(x, axis: 1),
        ["prod of columns and rows"] = x => Ops.Prod(x.Reshape(2, 2, 3), axis: (0, 2)),
        ["nanprod"] = x => Ops.NanProd(x, axis: 0),
        ["cumprod"] = x => Ops.CumProd(x),
        ["cumprod of rows"] = x => Ops.CumProd(x, axis: 1),
        ["nancumprod"] = x => Ops.NanCumProd(x, axis: 0),
        ["segments"] = x => Ops.SegmentProd(x.Reshape([-1]), Tensor.From([0, 1, 0, 2, 0, 1, 1, 4, 2, 0, -1, 7], [12]), 5),
        ["segments of rows"] = x => Ops.SegmentProd(x, Tensor.From([1, 0, 1, 1], [4]), 3),
        ["scatter"] = x => Ops.ScatterUpdate(x, Tensor.From([2, 0, 2, 2, -1], [5, 1]), Ops.Concatenate([x, x[..1]]) + 0.5, "mul"),
        ["scatter to elements"] = x => Ops.ScatterUpdate(x, Tensor.From([2, 0, 2, 0, 0, 1], [3, 2]), x[0], "mul"),
    };

    public static TheoryData<string> Names => [.. Products.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void First_and_second_derivatives_are_right_with_no_zero_one_and_several(string name)
    {
        var draw = new Draw(71);
        double[] values = draw.Tensor([4, 3], 0.5, 2).ToArray<double>();
        foreach (int[] zeros in (int[][])[[], [4], [0, 5], [0, 1, 2, 7, 11]])
        {
            double[] factors = [.. values];
            foreach (int place in zeros) factors[place] = 0;
            GradientCheck.Second(list => Products[name](list[0]), Tensor.From(factors, [4, 3]));
        }
    }

    [Fact]
    public void The_zero_itself_has_the_others_product()
    {
        Tensor x = Ops.Watch(Tensor.From([2f, 0, 3], [3]));
        Assert.Equal([1f, 8, 0], Gradients.Of(Ops.Sum(Ops.CumProd(x)), x).ToArray<float>());
        Assert.Equal([0f, 6, 0], Gradients.Of(Ops.Prod(x), x).ToArray<float>());
        Tensor y = Ops.Watch(Tensor.From([2f, 0, 0, 0, 5], [5]));
        Assert.Equal([0f, 0, 0, 5, 0], Gradients.Of(Ops.Sum(Ops.SegmentProd(y, Tensor.From([0, 0, 0, 1, 1], [5]), 2)), y).ToArray<float>());
    }

    [Fact]
    public void A_determinant_of_zero_has_its_cofactors()
    {
        GradientCheck.First(list => Ops.Det(list[0]), Tensor.From([1.0, 2, 3, 2, 4, 6, 1, 0, 1, 0.5, 2, 1, 1, 1, 0, 0, 1, 3], [2, 3, 3]));
        Tensor twice = Ops.Watch(Tensor.From([0f, 0, 0, 0, 3, 0, 0, 0, 2], [3, 3]));
        Tensor slopes = Gradients.Of(Ops.Det(twice), twice);
        Check.Values(slopes, [3, 3], 6, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}
