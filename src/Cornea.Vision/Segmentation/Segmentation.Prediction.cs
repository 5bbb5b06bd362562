namespace Cornea.Vision;

public static partial class Segmentation
{
    private const int Together = 4; // Tiles that are predicted in one batch.

    /// <summary>What a model says of every pixel of an image of any size: of tiles of the model's own size, which overlap; where they do, those whose middle is nearer count more.</summary>
    /// <param name="model">From images [batch, height, width, channels] of known size to [batch, height, width, classes].</param>
    /// <param name="image">[height, width, channels], as the model takes it. What is smaller than a tile is continued by its mirror image.</param>
    /// <param name="overlap">Which part of a tile its neighbour has too, from 0 to below 1.</param>
    /// <param name="testTimeAugmentation">The mean of what the model says of the image turned and mirrored in all eight ways (four where tiles aren't
    /// square), each turned back: often more accurate, and as many times slower. For pictures that have no upper side, such as those of a microscope.</param>
    /// <returns>[height, width, classes].</returns>
    /// <remarks>Besides the image and the result, the memory of a few tiles is enough.</remarks>
    /// <exception cref="ShapeException">The image or the model's shapes don't fit.</exception>
    public static Tensor Predict(Model model, Tensor image, double overlap = 0.25, bool testTimeAugmentation = false)
    {
        if (!testTimeAugmentation) return PredictOnce(model, image, overlap);
        ArgumentNullException.ThrowIfNull(model);
        (int height, int width, _) = TileOf(model);
        int[][] flips = [[], [0], [1], [0, 1]];
        bool[] transposed = height == width ? [false, true] : [false];
        Tensor? sum = null;
        foreach (bool isTransposed in transposed)
        {
            foreach (int[] axes in flips)
            {
                Tensor answers = Back(PredictOnce(model, Turned(image, axes, isTransposed), overlap), axes, isTransposed);
                sum = sum is null ? answers : sum + answers;
            }
        }

        return sum! / (flips.Length * transposed.Length);

        static Tensor Turned(Tensor image, int[] axes, bool isTransposed)
        {
            Tensor flipped = axes.Aggregate(image, (x, axis) => Ops.Flip(x, axis));
            return isTransposed ? Ops.Transpose(flipped, [1, 0, 2]) : flipped;
        }

        static Tensor Back(Tensor answers, int[] axes, bool isTransposed) =>
            axes.Aggregate(isTransposed ? Ops.Transpose(answers, [1, 0, 2]) : answers, (x, axis) => Ops.Flip(x, axis));
    }

    private static Tensor PredictOnce(Model model, Tensor image, double overlap)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(image);
        if (!(overlap >= 0 && overlap < 1)) throw new ArgumentOutOfRangeException(nameof(overlap), overlap, "Segmentation.Predict: expected an overlap from 0 to below 1.");
        (int tileHeight, int tileWidth, int classes) = TileOf(model);
        if (image.Rank != 3 || image.Shape[2] != model.InputShape[3])
            throw new ShapeException($"Segmentation.Predict: expected an image [height, width, {model.InputShape[3]}], got {image.Shape}.");
        (int height, int width) = (image.Shape[0], image.Shape[1]);
        Tensor padded = Mirrored(Mirrored(image.Cast(DType.Float32), 0, tileHeight), 1, tileWidth);
        padded = Tensor.From(padded.ToArray<float>(), padded.Shape); // Computed once, not for each tile.
        (int Top, int Left)[] tiles = [.. Starts(padded.Shape[0], tileHeight, overlap).SelectMany(top => Starts(padded.Shape[1], tileWidth, overlap).Select(left => (top, left)))];
        float[] sums = new float[checked(height * width * classes)], weights = new float[height * width];
        foreach ((int Top, int Left)[] group in tiles.Chunk(Together))
        {
            Tensor batch = Ops.Stack([.. group.Select(tile => padded[tile.Top..(tile.Top + tileHeight), tile.Left..(tile.Left + tileWidth)])]);
            float[] answers = model.Predict(batch, verbose: 0).ToArray<float>();
            for (int tile = 0; tile < group.Length; tile++)
                Add(answers.AsSpan(tile * tileHeight * tileWidth * classes), group[tile]);
        }

        for (int value = 0; value < sums.Length; value++) sums[value] /= weights[value / classes];
        return Tensor.From(sums, (height, width, classes));

        void Add(ReadOnlySpan<float> answers, (int Top, int Left) tile)
        {
            for (int row = 0; row < tileHeight && tile.Top + row < height; row++)
            {
                for (int column = 0; column < tileWidth && tile.Left + column < width; column++)
                {
                    int pixel = ((tile.Top + row) * width) + tile.Left + column;
                    float weight = Nearness(row, tileHeight) * Nearness(column, tileWidth);
                    weights[pixel] += weight;
                    for (int index = 0; index < classes; index++) sums[(pixel * classes) + index] += weight * answers[(((row * tileWidth) + column) * classes) + index];
                }
            }
        }
    }

    /// <summary>The likeliest class of every pixel.</summary>
    /// <param name="answers">What a model or <see cref="Predict"/> gave: […, classes]; one class alone counts from a half on.</param>
    /// <returns>Int32 […].</returns>
    public static Tensor Classes(Tensor answers)
    {
        ArgumentNullException.ThrowIfNull(answers);
        return answers.Shape[^1] == 1 ? (answers.Squeeze(-1) > 0.5).Cast(DType.Int32) : Ops.ArgMax(answers, axis: -1).Cast(DType.Int32);
    }

    /// <summary>The classes in colours, over their picture.</summary>
    /// <param name="picture">[height, width, 1 or 3]; 0..255, 0..1 and −1..1 are recognised.</param>
    /// <param name="classes">Int32 [height, width]; below 0 the picture is left as it is, and so it is for class 0 if there are others.</param>
    /// <param name="alpha">How much of the colour is the class's.</param>
    /// <returns>UInt8 [height, width, 3].</returns>
    public static Tensor Overlay(Tensor picture, Tensor classes, double alpha = 0.5)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(classes);
        if (picture.Rank != 3 || picture.Shape[2] is not (1 or 3) || classes.Shape != picture.Shape[..2])
            throw new ShapeException($"Segmentation.Overlay: expected a picture [height, width, 1 or 3] and a class for each pixel, got {picture.Shape} and {classes.Shape}.");
        byte[] under = Ops.BroadcastTo(PixelRange.ToBytes(picture.Cast(DType.Float32)), [.. picture.Shape[..2], 3]).Cast(DType.UInt8).ToArray<byte>();
        int[] each = classes.ToArray<int>();
        for (int pixel = 0; pixel < each.Length; pixel++)
        {
            if (each[pixel] <= 0) continue;
            ReadOnlySpan<byte> color = ClassColor(each[pixel]);
            for (int channel = 0; channel < 3; channel++) under[(3 * pixel) + channel] = (byte)Math.Round((under[(3 * pixel) + channel] * (1 - alpha)) + (color[channel] * alpha));
        }

        return Tensor.From(under, [.. picture.Shape[..2], 3]);
    }

    // Pascal VOC's colours: the class number's bits, in turn, become the upper bits of red, green and blue.
    private static byte[] ClassColor(int index)
    {
        byte[] color = new byte[3];
        for (int bit = 7; index > 0; bit--, index >>= 3)
            for (int channel = 0; channel < 3; channel++) color[channel] |= (byte)(((index >> channel) & 1) << bit);
        return color;
    }

    private static (int Height, int Width, int Classes) TileOf(Model model)
    {
        Shape input = model.InputShape, output = model.OutputShape;
        if (input.Rank != 4 || output.Rank != 4 || input[1] < 1 || input[2] < 1 || input[1] != output[1] || input[2] != output[2])
            throw new ShapeException($"Model '{model.Name}': expected images of known size and an answer for each pixel, got {input} to {output}.");
        return (input[1], input[2], output[3]);
    }

    // Continued by its mirror image as often as it takes to reach a size.
    private static Tensor Mirrored(Tensor image, int axis, int size)
    {
        while (image.Shape[axis] < size)
        {
            int missing = Math.Min(size - image.Shape[axis], image.Shape[axis]);
            var margins = new (int, int)[image.Rank];
            margins[axis] = (0, missing);
            image = Ops.Pad(image, margins, "symmetric");
        }

        return image;
    }

    // Tiles from edge to edge, evenly spread.
    private static IEnumerable<int> Starts(int size, int tile, double overlap)
    {
        int steps = (int)Math.Ceiling((size - tile) / Math.Max(1, tile * (1 - overlap)));
        return Enumerable.Range(0, steps + 1).Select(index => steps == 0 ? 0 : (int)((long)(size - tile) * index / steps));
    }

    // From near 0 at a tile's edges to 1 in its middle.
    private static float Nearness(int place, int size) => Math.Min(place + 1, size - place) / ((size + 1) / 2f);
}
