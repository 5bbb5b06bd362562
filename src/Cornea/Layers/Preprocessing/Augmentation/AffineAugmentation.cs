namespace Cornea.Layers;

/// <summary>What augmentations share that read each pixel from where a matrix says.</summary>
public abstract class AffineAugmentation : GeometricAugmentation
{
    private protected AffineAugmentation(string fillMode, string interpolation, int? seed, double fillValue, DataFormat dataFormat, string? name)
        : base(interpolation, fillValue, seed, dataFormat, name) =>
        FillMode = OneOf(fillMode, nameof(fillMode), "reflect", "wrap", "constant", "nearest");

    /// <summary>What lies outside of an image: reflect (mirrored, the edge twice), wrap, constant, or nearest (the edge).</summary>
    public string FillMode { get; }

    /// <summary>For each image a₀, a₁, a₂, b₀, b₁, b₂, c₀, c₁: the result's (x, y) is the image's ((a₀x + a₁y + a₂) / k, (b₀x + b₁y + b₂) / k), k = c₀x + c₁y + 1.</summary>
    /// <param name="images">The images' shape, with a batch.</param>
    /// <param name="draw">What was drawn.</param>
    internal abstract Tensor Matrix(Shape images, Transformation draw);

    private protected override Tensor Move(Tensor images, Transformation draw, string interpolation) =>
        ImageOps.AffineTransform(images, Matrix(images.Shape, draw), interpolation, FillMode, FillValue, DataFormat);

    /// <summary>A matrix of which some numbers are drawn: each a column [batch, 1], or a number for all images.</summary>
    private protected static Tensor Rows(params Tensor[] numbers)
    {
        Tensor like = numbers.First(number => number.Rank == 2);
        return Ops.Concatenate([.. numbers.Select(number => number.Rank == 2 ? number : number.BroadcastTo(like.Shape))], -1);
    }

    // The box around the four corners, each moved by the inverse of the matrix: that one goes from the result to the image.
    internal override BoundingBoxes ChangeBoxes(BoundingBoxes boxes, Transformation draw, int height, int width)
    {
        int batch = boxes.Boxes.Shape[0];
        Tensor matrix = Matrix(DataFormat.IsFirst ? [batch, 1, height, width] : [batch, height, width, 1], draw).Reshape([-1, 1, 8]);
        Tensor a0 = Entry(0), a1 = Entry(1), b0 = Entry(3), b1 = Entry(4), determinant = (a0 * b1) - (a1 * b0);
        Tensor left = BoxFormat.Part(boxes.Boxes, 0), top = BoxFormat.Part(boxes.Boxes, 1);
        Tensor right = BoxFormat.Part(boxes.Boxes, 2), bottom = BoxFormat.Part(boxes.Boxes, 3);
        Tensor x = Ops.Concatenate([left, right, right, left], -1) - Entry(2), y = Ops.Concatenate([top, top, bottom, bottom], -1) - Entry(5);
        Tensor newX = ((b1 * x) - (a1 * y)) / determinant, newY = ((a0 * y) - (b0 * x)) / determinant;
        return boxes with { Boxes = BoxFormat.Around(newX, newY) };

        Tensor Entry(int index) => Ops.Slice(matrix, -1, index, 1);
    }
}
