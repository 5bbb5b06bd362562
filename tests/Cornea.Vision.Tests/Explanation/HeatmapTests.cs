namespace Cornea.Vision.Tests.Explanation;

public sealed class HeatmapTests
{
    private static readonly Heatmap Map = new(Tensor.From([1f, 3, 5, 9, 7, 7, 7, 7], (2, 2, 2)), [4, 5], [0.5f, 0.25f]);

    [Fact]
    public void ItsValuesFromZeroToOne()
    {
        Assert.Equal([0, 0.25f, 0.5f, 1, 0, 0, 0, 0], Map.Normalize().Values.ToArray<float>());
        Assert.Equal([5], Map[1].Classes);
    }

    [Fact]
    public void OverAPictureItColoursWhereItIsStrong()
    {
        Tensor picture = Ops.Full([6, 4, 3], 0.5);

        Tensor over = Map.Overlay(picture, alpha: 1);

        Assert.Equal(((6, 4, 3), DType.UInt8), (over.Shape, over.DType));
        Assert.Equal([128, 128, 128], over[0, 0].ToArray<byte>());  // The least: the picture alone.
        Assert.Equal([128, 0, 0], over[5, 3].ToArray<byte>());      // The most: the map alone, dark red.
        Assert.Equal(over.ToArray<byte>(), Map.Overlay(picture * 255, alpha: 1).ToArray<byte>());
        Assert.Equal((6, 4, 3), Map.Overlay(Ops.Zeros([2, 6, 4, 1]), image: 1).Shape);
    }

    [Fact]
    public void OverAFileItHasTheFilesSize()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("grey.png");
        ImageTensor.Save(path, Ops.Full([9, 7, 1], 200));

        Map.Overlay(path).Save(folder.File("why.png"));

        Assert.Equal((9, 7, 3), ImageTensor.Load(folder.File("why.png")).Shape);
    }

    [Fact]
    public void EachMapHasAClassAndAScore()
        => Assert.Throws<ShapeException>(() => new Heatmap(Ops.Zeros([2, 3, 3]), [1], [1]));
}
