using Cornea.Tests.Operations;
using Xunit;

namespace Cornea.Tests.Tensors;

public class DTypeTests
{
    [Fact]
    public void AStringNamesADType()
    {
        Assert.All(DType.All, dtype => Assert.Same(dtype, (DType)dtype.Name));
        Check.Error<ArgumentException>(() => (DType)"float16", "float16", "float32", "bool");
    }

    [Fact]
    public void TwoTensorsMeetInTheWider()
    {
        for (int a = 0; a < DType.All.Count; a++)
            for (int b = 0; b < DType.All.Count; b++)
            {
                DType expected = a == 0 && b == 0 ? DType.Int32 : DType.All[Math.Max(a, b)]; // Truth values are added as int32.
                Assert.Equal(expected, (Ops.Ones([1], DType.All[a]) + Ops.Ones([1], DType.All[b])).DType);
            }
    }

    [Theory]
    [InlineData("float32", 2.5, "float32")]
    [InlineData("float64", 2.5, "float64")]
    [InlineData("int32", 2, "int32")]
    [InlineData("int32", 2.5, "float32")]
    [InlineData("int64", 2, "int64")]
    [InlineData("uint8", 2, "uint8")]
    [InlineData("uint8", 255, "uint8")]
    [InlineData("uint8", 256, "int32")]
    [InlineData("uint8", -1, "int32")]
    [InlineData("int32", 3e9, "int64")]
    [InlineData("int32", 1e30, "float32")]
    [InlineData("int32", double.PositiveInfinity, "float32")]
    [InlineData("int32", double.NaN, "float32")]
    [InlineData("bool", 2, "int32")]
    [InlineData("bool", 0.5, "float32")]
    public void ANumberTakesTheDTypeOfWhatItMeetsIfThatHoldsIt(string dtype, double number, string expected)
    {
        Tensor x = Ops.Ones([1], dtype);
        Assert.Equal((DType)expected, (x + number).DType);
        Assert.Equal((DType)expected, (number * x).DType);
        Check.Values((x * number).Cast("float64"), [1], number);
    }

    [Fact]
    public void AFloat64TensorTakesAllOfANumbersDigits() => Assert.Equal(0.1, (Ops.Ones([1], "float64") * 0.1).ToArray<double>()[0]);

    [Fact]
    public void IntegersAreDividedAsFloats()
    {
        Tensor quotient = Tensor.From([7], [1]) / 2;
        Assert.Equal((DType.Float32, 3.5f), (quotient.DType, quotient.ToArray<float>()[0]));
    }

    [Fact]
    public void ComparisonsAreTruthValues() => Assert.Equal([false, true], (Tensor.From([1, 3], [2]) > 2).ToBooleans());
}
