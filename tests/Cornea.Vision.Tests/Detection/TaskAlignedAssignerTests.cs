using Cornea.Layers;

namespace Cornea.Vision.Tests;

public sealed class TaskAlignedAssignerTests
{
    private static readonly AnchorGrid Grid = new(new Size2(64, 64));

    // All places say the same sizes and the same odds, so only where they are decides.
    [Fact]
    public void PlacesInsideTakeTheThingTheyOverlapMost()
    {
        Tensor boxes = Tensor.From(new float[,,] { { { 0, 0, 32, 32 }, { 20, 0, 64, 40 }, { 0, 0, 0, 0 } } });
        Tensor classes = Tensor.From(new float[,,] { { { 1, 0 }, { 0, 1 }, { 0, 0 } } });
        Assignment target = TaskAlignedAssigner.Assign(Raw(sides: 2), Grid, boxes, classes);
        float[] quality = target.Quality.ToArray<float>(), corners = target.Boxes.ToArray<float>(), names = target.Classes.ToArray<float>();
        float[] x = Grid.X.ToArray<float>(), y = Grid.Y.ToArray<float>();

        int[] taken = [.. Enumerable.Range(0, Grid.Count).Where(place => quality[place] > 0)];
        Assert.InRange(taken.Length, 4, 20);
        foreach (int place in taken)
        {
            bool isSecond = names[(2 * place) + 1] == 1;
            Assert.Equal(isSecond ? [20, 0, 64, 40] : [0f, 0, 32, 32], corners.AsSpan(4 * place, 4).ToArray());
            Assert.Equal(isSecond ? 0 : 1, names[2 * place]);
            Assert.True(isSecond ? x[place] is > 20 && y[place] < 40 : x[place] < 32 && y[place] < 32);
        }

        // The best place of each thing answers how well it overlaps.
        Assert.Equal(taken.Max(place => quality[place]), taken.Max(place => Overlap(place, corners)), tolerance: 1e-4f);
        Assert.All(Enumerable.Range(0, Grid.Count).Except(taken), place => Assert.Equal(0, corners[(4 * place) + 2]));
    }

    [Fact]
    public void EqualBoxesShareAndTinyOnesHaveAPlace()
    {
        Tensor boxes = Tensor.From(new float[,,] { { { 8, 8, 24, 24 }, { 8, 8, 24, 24 }, { 49, 49, 50, 50 } } });
        Tensor classes = Tensor.From(new float[,,] { { { 1, 0 }, { 1, 0 }, { 0, 1 } } });
        Assignment target = TaskAlignedAssigner.Assign(Raw(sides: 1), Grid, boxes, classes);
        float[] quality = target.Quality.ToArray<float>(), corners = target.Boxes.ToArray<float>(), names = target.Classes.ToArray<float>();

        Assert.All(Enumerable.Range(0, Grid.Count).Where(place => quality[place] > 0 && names[2 * place] > 0), place => Assert.Equal([8, 8, 24, 24], corners.AsSpan(4 * place, 4).ToArray()));
        Assert.Contains(Enumerable.Range(0, Grid.Count), place => quality[place] > 0 && names[(2 * place) + 1] == 1);
    }

    [Fact]
    public void NothingIsToBeFoundOnAnEmptyPhoto()
    {
        Assignment target = TaskAlignedAssigner.Assign(Raw(sides: 2), Grid, Ops.Zeros([1, 3, 4]), Ops.Zeros([1, 3, 2]));
        var loss = new DetectionLoss(Raw(sides: 2), Grid, target, focalGamma: 2);

        Assert.Equal(0, target.Quality.Sum().ToScalar<float>());
        Assert.Equal(0, (loss.Box + loss.Classes + loss.Sides).ToScalar<float>());
        Assert.True(float.IsFinite(loss.Objectness.ToScalar<float>()));
    }

    private static float Overlap(int place, float[] corners)
    {
        float[] found = Raw(sides: 2).Boxes.Reshape(-1, 4).ToArray<float>();
        return (float)Boxes.Iou(BoxAt(found, place), BoxAt(corners, place));
    }

    private static Box BoxAt(float[] corners, int place) => new(corners[4 * place], corners[(4 * place) + 1], corners[(4 * place) + 2], corners[(4 * place) + 3]);

    // Every place is sure that its sides are so many cells away.
    private static RawDetections Raw(int sides)
    {
        int width = DetectionHead.FirstClass + 2;
        float[] output = new float[Grid.Count * width];
        for (int place = 0; place < Grid.Count; place++)
            for (int side = 0; side < 4; side++) output[(place * width) + (side * DetectionHead.Bins) + sides] = 50;
        return new RawDetections(Tensor.From<float>(output, [1, Grid.Count, width]), Grid);
    }
}
