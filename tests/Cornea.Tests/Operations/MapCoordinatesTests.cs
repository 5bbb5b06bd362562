using Xunit;

namespace Cornea.Tests.Operations;

public class MapCoordinatesTests
{
    [Fact]
    public void Halves_go_to_the_even_neighbour_as_in_TensorFlow()
    {
        Tensor row = Tensor.From(new float[] { 10, 11, 12, 13 }, [4]), at = Tensor.From(new float[] { 0.5f, 1.5f, 2.5f, 0.4f }, [1, 4]);
        Assert.Equal([10, 12, 12, 10], ImageOps.MapCoordinates(row, at, 0).ToArray<float>());

        // Between 10 and 11, and between 11 and 12: whole numbers are rounded in the same way.
        Tensor whole = Tensor.From([10, 11, 12, 13], [4]);
        Assert.Equal([10, 12], ImageOps.MapCoordinates(whole, Tensor.From(new float[] { 0.5f, 1.5f }, [1, 2]), 1).ToArray<int>());
    }
}
