namespace Cornea.Vision;

/// <summary>What all measures of overlap are made of.</summary>
internal sealed class OverlapTerms
{
    public OverlapTerms(Tensor first, Tensor second, double epsilon)
    {
        (First, Second) = (new Corners(first), new Corners(second));
        Tensor width = Ops.Maximum(Ops.Minimum(First.Right, Second.Right) - Ops.Maximum(First.Left, Second.Left), 0);
        Tensor height = Ops.Maximum(Ops.Minimum(First.Bottom, Second.Bottom) - Ops.Maximum(First.Top, Second.Top), 0);
        Tensor intersection = width * height;
        Union = (First.Width * First.Height) + (Second.Width * Second.Height) - intersection;
        Iou = intersection / (Union + epsilon);
    }

    public Corners First { get; }

    public Corners Second { get; }

    public Tensor Union { get; }

    public Tensor Iou { get; }

    public Tensor HullWidth => Ops.Maximum(First.Right, Second.Right) - Ops.Minimum(First.Left, Second.Left);

    public Tensor HullHeight => Ops.Maximum(First.Bottom, Second.Bottom) - Ops.Minimum(First.Top, Second.Top);
}
