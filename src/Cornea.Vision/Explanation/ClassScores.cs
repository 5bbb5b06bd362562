namespace Cornea.Vision;

/// <summary>The number that a network gives to one class of each image, in a function that is being traced.</summary>
/// <param name="Classes">Int32 [images].</param>
/// <param name="Scores">[images].</param>
internal readonly record struct ClassScores(Tensor Classes, Tensor Scores)
{
    /// <summary>From what the network gave.</summary>
    /// <param name="y">[images, classes]; with axes between them, whose mean is taken (a segmentation's pixels); one class alone is the probability of class 1 of two.</param>
    /// <param name="targets">Int32 [images]; −1 for the likeliest.</param>
    public static ClassScores Of(Tensor y, Tensor targets)
    {
        Tensor each = PerClass(y);
        Tensor classes = Ops.Where(targets < 0, Ops.ArgMax(each, axis: -1).Cast(DType.Int32), targets);
        return new(classes, (each * Ops.OneHot(classes, each.Shape[^1])).Sum(-1));
    }

    /// <summary>A number for each class of each image: [images, classes], at least two.</summary>
    public static Tensor PerClass(Tensor y)
    {
        if (y.Rank < 2) throw new ShapeException($"Explanations are of networks that give [images, classes], not {y.Shape}.");
        Tensor each = y.Rank == 2 ? y : y.Mean([.. Enumerable.Range(1, y.Rank - 2)]);
        return each.Shape[1] > 1 ? each : Ops.Concatenate([1 - each, each], axis: -1);
    }
}
