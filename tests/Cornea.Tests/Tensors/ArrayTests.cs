using Cornea.Tests.Operations;
using Xunit;

namespace Cornea.Tests.Tensors;

public class ArrayTests
{
    [Fact]
    public void ArraysOfEveryElementTypeComeInAndGoOut()
    {
        Same([1.5f, -2], DType.Float32);
        Same([1.5, -2], DType.Float64);
        Same([1, -2], DType.Int32);
        Same([1L << 40, -2], DType.Int64);
        Same(new byte[] { 1, 255 }, DType.UInt8);
        Tensor truths = Tensor.From(new[] { true, false });
        Assert.Equal(DType.Bool, truths.DType);
        Assert.Equal([true, false], truths.ToBooleans());

        static void Same<T>(T[] values, DType dtype)
            where T : unmanaged, System.Numerics.INumberBase<T>
        {
            Tensor tensor = Tensor.From(values);
            Assert.Equal(dtype, tensor.DType);
            Assert.Equal(values, tensor.ToArray<T>());
        }
    }

    [Fact]
    public void ArraysOfEveryRankComeInAndGoOut()
    {
        float[,] two = { { 1, 2, 3 }, { 4, 5, 6 } };
        int[,,] three = { { { 1, 2 }, { 3, 4 } } };
        double[,,,] four = { { { { 1 }, { 2 } } } };
        byte[,,,,] five = { { { { { 7, 8 } } } } };
        Assert.Equal(new Shape(2, 3), Tensor.From(two).Shape);
        Assert.Equal(two, Tensor.From(two).ToArray2D<float>());
        Assert.Equal(three, Tensor.From(three).ToArray3D<int>());
        Assert.Equal(four, Tensor.From(four).ToArray4D<double>());
        Check.Values(Tensor.From(five), [1, 1, 1, 1, 2], 7, 8);
    }

    [Fact]
    public void ATensorIsACopy()
    {
        float[] values = [1, 2];
        Tensor tensor = Tensor.From(values);
        values[0] = 9;
        tensor.ToArray<float>()[1] = 9;
        Check.Values(tensor, [2], 1, 2);
    }

    [Fact]
    public void ElementsAreConvertedOnTheWayOut()
    {
        Tensor x = Tensor.From([1.9f, -1.9f], [2]);
        Assert.Equal([1, -1], x.ToArray<int>());
        Assert.Equal([1.9f, -1.9f], x.ToArray<double>());
        Assert.Equal([3f], Tensor.From([3L], [1]).ToArray<float>());
        Assert.Equal(1, Tensor.From([true], [1]).ToScalar<int>());
    }

    [Fact]
    public void SpansAndScalarsGoOut()
    {
        var room = new float[3];
        Tensor.From([1, 2], [2]).CopyTo<float>(room);
        Assert.Equal([1, 2, 0], room);
        Assert.Equal(5, Tensor.From([5], []).ToScalar<int>());
        Assert.Equal(2.5f, Ops.Sqrt(6.25).ToScalar<float>());
    }

    [Fact]
    public void EmptyArraysAreFine()
    {
        Assert.Empty(Tensor.From(new float[0, 3]).ToArray<float>());
        Assert.Equal(new float[0, 3], Tensor.From(new float[0, 3]).ToArray2D<float>());
        Assert.Equal("Tensor float32 (0, 3) []", Tensor.From(new float[0, 3]).ToString());
    }

    [Fact]
    public void ErrorsSayWhatWasExpectedAndWhatCame()
    {
        Check.Error<ShapeException>(() => Tensor.From([1f, 2], [3]), "Tensor.From", "(3,)", "3 elements", "got 2");
        Check.Error<ArgumentException>(() => Tensor.From(new uint[1]), "Tensor.From", "float, double", "UInt32[]");
        Check.Error<ArgumentException>(() => Tensor.From(new decimal[1], [1]), "float, double", "Decimal");
        Check.Error<ShapeException>(() => Ops.Zeros([2]).ToArray2D<float>(), "ToArray2D", "2 axes", "(2,)");
        Check.Error<ShapeException>(() => Ops.Zeros([2]).ToScalar<float>(), "ToScalar", "one element", "(2,)");
        Check.Error<ArgumentException>(
            () =>
            {
                Ops.Zeros([3]).CopyTo<float>(new float[2]);
                return null;
            },
            "CopyTo", "3 elements", "got 2");
        Assert.Throws<ArgumentNullException>(() => Tensor.From((Array)null!));
    }

    [Fact]
    public void PrintsDTypeShapeAndTheFirstAndLastValues()
    {
        Assert.Equal("Tensor float32 (2, 2) [[1, 2.5], [-3, NaN]]", Tensor.From(new[,] { { 1, 2.5f }, { -3, float.NaN } }).ToString());
        Assert.Equal("Tensor int32 (8,) [0, 1, 2, …, 5, 6, 7]", Ops.Arange(8).ToString());
        Assert.Equal("Tensor bool (2,) [true, false]", Tensor.From(new[] { true, false }).ToString());
        Assert.Equal("Tensor float32 () 0.333333", (Ops.Ones([]) / 3).ToString());
        Assert.Equal("Tensor float32 (None, 3) symbolic", Tensor.Placeholder(new TensorSpec([-1, 3], DType.Float32)).ToString());
    }

    [Fact]
    public void Whole_numbers_print_with_all_their_digits()
    {
        Assert.Equal("Tensor int32 (3,) [16777217, -2147483648, 2147483647]", Tensor.From(new[] { 16777217, int.MinValue, int.MaxValue }).ToString());
        Assert.Equal("Tensor int64 (2,) [9007199254740993, -9223372036854775808]", Tensor.From(new[] { 9007199254740993, long.MinValue }).ToString());
        Assert.Equal("Tensor uint8 (2,) [0, 255]", Tensor.From(new byte[] { 0, 255 }).ToString());
        Assert.Equal("Tensor float32 (4,) [16777216, -3, 0.1, 1.5e-07]", Tensor.From(new[] { 16777216f, -3, 0.1f, 1.5e-7f }).ToString());
        Assert.Equal("Tensor float64 (3,) [123456789012, 1e+20, 0.333333]", Tensor.From(new[] { 123456789012, 1e20, 1.0 / 3 }).ToString());
    }

    [Fact]
    public void A_number_is_a_tensor_of_its_own_type()
    {
        Assert.Equal((DType.Float32, 0), (Tensor.From(3f).DType, Tensor.From(3f).Rank));
        Assert.Equal((DType.Int64, 7), (Tensor.From(7L).DType, Tensor.From(7L).ToScalar<int>()));
        Assert.Equal(DType.Bool, Tensor.From(true).DType);
        Assert.Throws<ArgumentException>(() => Tensor.From('a'));
    }

    [Fact]
    public void Arrays_of_arrays_have_an_axis_for_each_level()
    {
        Tensor x = Tensor.From(new float[][] { [1, 2], [3, 4], [5, 6] });
        Assert.Equal([3, 2], x.Shape);
        Assert.Equal([1f, 2, 3, 4, 5, 6], x.ToArray<float>());
        Tensor deep = Tensor.From(new int[][][] { [[1], [2]], [[3], [4]] });
        Assert.Equal([2, 2, 1], deep.Shape);
        Assert.Equal([1, 2, 3, 4], deep.ToArray<int>());
        Assert.Equal([1, 2, 2], Tensor.From(new[] { new[,] { { 1.0, 2 }, { 3, 4 } } }).Shape);
        Assert.Equal([2, 0], Tensor.From(new float[][] { [], [] }).Shape);
        Assert.Equal([0, 0], Tensor.From(Array.Empty<float[]>()).Shape);
        Check.Error<ShapeException>(() => Tensor.From(new float[][] { [1, 2], [3] }), "(2,) at row 0", "(1,) at row 1");
        Check.Error<ArgumentException>(() => Tensor.From(new float[][] { [1, 2], null! }), "row 1", "null");
        Check.Error<ArgumentException>(() => Tensor.From(new string[][] { ["a"] }), "String");
    }

    [Fact]
    public void ToStringOfSomethingThatDependsOnAPlaceholderNamesItOnly() =>
        Assert.Equal("Tensor float32 (2,) symbolic", (Tensor.Placeholder(new TensorSpec([2], DType.Float32)) + 1).ToString());
}
