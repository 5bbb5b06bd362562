using Cornea.Layers;
using Cornea.Plots.Drawing;

namespace Cornea.Plots;

// Pictures of pictures, and of what networks see in them.
public static partial class Charts
{
    private const int MostMaps = 64, MostInputs = 16, MostFields = 12;

    /// <summary>Images in a grid, with labels: green where the answer is right, red where it's wrong.</summary>
    /// <param name="images">[images, height, width] or [images, height, width, 1, 3 or 4]; or one image [height, width, 3 or 4]. Bytes, −1..1, 0..1 and 0..255 are recognised.</param>
    /// <param name="titles">The true classes [images], or other whole numbers to stand over the images; none by default.</param>
    /// <param name="predicted">The answers, as classes [images]: what is right is green, what is wrong red.</param>
    /// <param name="classNames">The classes' names, by number; the numbers themselves by default.</param>
    /// <param name="columns">How many stand beside each other; about as many as there are rows by default.</param>
    /// <param name="title">Above the grid.</param>
    /// <exception cref="ArgumentException">There isn't a label for each image, or a class has no name.</exception>
    /// <exception cref="ShapeException">They are no images.</exception>
    public static Figure Images(
        Tensor images, Tensor? titles = null, Tensor? predicted = null, IReadOnlyList<string>? classNames = null, int? columns = null, string? title = null)
    {
        const string Who = "Charts.Images";
        ImagePixels pixels = ImagePixels.Of(Who, images);
        return ImageGrid.Draw([.. TileCaptions.Of(Who, pixels.Count, titles, predicted, classNames).Select((caption, index) => new Tile(pixels[index], caption))], columns, title);
    }

    /// <summary>Images in a grid, with texts of one's own.</summary>
    /// <param name="images">[images, height, width] or [images, height, width, 1, 3 or 4]. Bytes, −1..1, 0..1 and 0..255 are recognised.</param>
    /// <param name="titles">A text for each image.</param>
    /// <param name="isRight">Of each image whether its text is green or red; black by default.</param>
    /// <param name="columns">How many stand beside each other; about as many as there are rows by default.</param>
    /// <param name="title">Above the grid.</param>
    /// <exception cref="ArgumentException">There isn't a text for each image.</exception>
    /// <exception cref="ShapeException">They are no images.</exception>
    public static Figure Images(Tensor images, IReadOnlyList<string> titles, IReadOnlyList<bool>? isRight = null, int? columns = null, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(titles);
        ImagePixels pixels = ImagePixels.Of("Charts.Images", images);
        if (titles.Count != pixels.Count || (isRight is not null && isRight.Count != pixels.Count))
            throw new ArgumentException($"Charts.Images: expected a title for each of {pixels.Count} images, got {titles.Count}{(isRight is null ? "" : $", and {isRight.Count} of isRight")}.");
        return ImageGrid.Draw([.. titles.Select((text, index) => new Tile(pixels[index], new TileCaption(text, isRight?[index])))], columns, title);
    }

    /// <summary>Images as they are, and below each what layers of augmentation make of it.</summary>
    /// <param name="images">[images, height, width, channels], as the layers take them.</param>
    /// <param name="augmentations">The layers, one after the other, as they work in training.</param>
    /// <param name="titles">The classes [images]; none by default.</param>
    /// <param name="classNames">The classes' names, by number; the numbers themselves by default.</param>
    /// <param name="times">How often each image is changed.</param>
    /// <param name="title">Above the grid.</param>
    /// <exception cref="ArgumentException">There isn't a label for each image, or a class has no name.</exception>
    /// <exception cref="ShapeException">They are no images.</exception>
    public static Figure Augmentations(
        Tensor images, IReadOnlyList<Layer> augmentations, Tensor? titles = null, IReadOnlyList<string>? classNames = null, int times = 3, string? title = null)
    {
        const string Who = "Charts.Augmentations";
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(augmentations);
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);
        ImagePixels before = ImagePixels.Of(Who, images);
        IEnumerable<Tile> tiles = TileCaptions.Of(Who, before.Count, titles, null, classNames).Select((caption, index) => new Tile(before[index], caption));
        for (int time = 0; time < times; time++)
        {
            Tensor changed = augmentations.Aggregate(images, (x, layer) => layer.Call(x, training: true));
            ImagePixels after = ImagePixels.Of(Who, changed, before.Range);
            tiles = tiles.Concat(Enumerable.Range(0, after.Count).Select(index => new Tile(after[index], TileCaption.None)));
        }

        return ImageGrid.Draw([.. tiles], columns: before.Count, title);
    }

    /// <summary>A convolution's kernels, as pictures: grey is 0, what is lighter counts for, what is darker against.</summary>
    /// <param name="layer">A built convolution over images: of three input channels each kernel is a picture in colours; of others, each of its channels is a grey one, a row for each kernel.</param>
    /// <param name="title">Above the grid; the layer's name by default.</param>
    /// <exception cref="ArgumentException">The layer has no such kernel.</exception>
    /// <exception cref="InvalidOperationException">The layer has no weights yet.</exception>
    public static Figure Filters(Layer layer, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(layer);
        if (!layer.IsBuilt) throw new InvalidOperationException($"Charts.Filters: {layer} has no weights yet; call it or its model on data first.");
        Tensor kernel = layer.Weights.Select(weight => weight.Value).FirstOrDefault(value => value.Rank == 4)
            ?? throw new ArgumentException($"Charts.Filters: expected a convolution over images, got {layer}, whose weights have the shapes {string.Join(", ", layer.Weights.Select(weight => weight.Shape))}.", nameof(layer));
        (int inputs, int filters) = (kernel.Shape[2], Math.Min(kernel.Shape[3], MostMaps));
        Tensor pictures = Ops.Transpose(kernel, [3, 0, 1, 2])[..filters]; // [filters, height, width, inputs]
        double most = Math.Max(Ops.Abs(pictures).Max().ToScalar<float>(), float.Epsilon);
        int? columns = null;
        if (inputs is not (1 or 3))
        {
            (filters, inputs) = (Math.Min(filters, MostInputs), Math.Min(inputs, MostInputs));
            pictures = Ops.Transpose(pictures[..filters, .., .., ..inputs], [0, 3, 1, 2]).Reshape(filters * inputs, kernel.Shape[0], kernel.Shape[1], 1);
            columns = inputs;
        }

        ImagePixels pixels = ImagePixels.Of("Charts.Filters", pictures, (-most, most));
        return ImageGrid.Draw([.. Enumerable.Range(0, pixels.Count).Select(index => new Tile(pixels[index], TileCaption.None))], columns, title ?? layer.Name, side: 64);
    }

    /// <summary>What a layer makes of an image: each channel as a picture, from its least value (dark) to its largest (bright).</summary>
    /// <param name="model">The model; the layer may stand in a model within it.</param>
    /// <param name="image">As the model takes it: a batch, whose first image is shown, or one [height, width, channels].</param>
    /// <param name="layer">The layer's name; null: the first convolution.</param>
    /// <param name="channels">How many channels are shown at most.</param>
    /// <param name="title">Above the grid; the layer's name and the maps' size by default.</param>
    /// <exception cref="ArgumentException">There is no such layer, or it gives no maps.</exception>
    public static Figure FeatureMaps(Model model, Tensor image, string? layer = null, int channels = MostMaps, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        (string name, Tensor maps) = LayerMaps.Of(model, image.Rank == 3 ? image.ExpandDims(0) : image[..1], layer);
        (int height, int width, int shown) = (maps.Shape[1], maps.Shape[2], Math.Min(maps.Shape[3], channels));
        float[] values = Ops.Transpose(maps[0, .., .., ..shown], [2, 0, 1]).ToArray<float>();
        Tile[] tiles = [.. Enumerable.Range(0, shown).Select(channel =>
            new Tile(ImagePixels.Colored(values.AsSpan(channel * height * width, height * width), height, width), TileCaption.None))];
        return ImageGrid.Draw(tiles, null, title ?? $"{name}: {maps.Shape[3]} maps of {height} × {width}", side: 96);
    }

    /// <summary>How much of an image a place in the middle of each layer's output sees.</summary>
    /// <param name="model">A model of one image input.</param>
    /// <param name="image">The image under the frames: a batch, whose first is shown, or one [height, width, channels].</param>
    /// <param name="layers">The layers' names; null: those that change the field, up to twelve of them.</param>
    /// <param name="title">Above the grid.</param>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    /// <exception cref="ShapeException">It's no image.</exception>
    public static Figure ReceptiveFields(Model model, Tensor image, IReadOnlyList<string>? layers = null, string? title = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(image);
        ImagePixels pixels = ImagePixels.Of("Charts.ReceptiveFields", image.Rank == 3 ? image.ExpandDims(0) : image[..1]);
        Tile[] tiles = [.. FieldFrames.Of(model, layers, MostFields, pixels[0].Width, pixels[0].Height).Select(frame => new Tile(pixels[0], new TileCaption(frame.Caption, null)) { Frame = frame.Frame })];
        return ImageGrid.Draw(tiles, null, title);
    }
}
