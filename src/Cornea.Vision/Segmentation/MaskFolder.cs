using Cornea.Data;

namespace Cornea.Vision;

/// <summary>Images and their masks, in two folders under the same names: <c>MaskFolder.Open("images", "masks").Resize(256, 256).Batch(4)</c>.</summary>
/// <remarks>
/// <para>A mask is a picture of the image's size whose pixels say the class: by their grey value, or by their place in the palette of a PNG.</para>
/// <para>Files are decoded when they are asked for.</para>
/// </remarks>
public sealed class MaskFolder
{
    private static readonly HashSet<string> Endings = new([".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp"], StringComparer.OrdinalIgnoreCase);

    private readonly (string Image, string Mask)[] _files;
    private readonly int? _voidValue;
    private readonly Dictionary<int, int> _classes;

    private MaskFolder((string Image, string Mask)[] files, IReadOnlyList<int> values, int? voidValue)
    {
        (_files, Values, _voidValue) = (files, values, voidValue);
        _classes = values.Select((value, index) => (value, index)).ToDictionary(pair => pair.value, pair => pair.index);
    }

    /// <summary>How many images there are.</summary>
    public int Count => _files.Length;

    /// <summary>The images' files, by name.</summary>
    public IReadOnlyList<string> ImageFiles => [.. _files.Select(pair => pair.Image)];

    /// <summary>The masks' files, in the same order.</summary>
    public IReadOnlyList<string> MaskFiles => [.. _files.Select(pair => pair.Mask)];

    /// <summary>What stands for each class in the masks: a grey value, or a place in the palette.</summary>
    public IReadOnlyList<int> Values { get; }

    /// <summary>How many classes there are.</summary>
    public int ClassCount => Values.Count;

    /// <summary>Finds the images and masks. Where no values are given, all masks are read to see which there are.</summary>
    /// <param name="images">The images' folder.</param>
    /// <param name="masks">The masks' folder: for each image one of the same name; the ending may differ.</param>
    /// <param name="values">What stands for class 0, 1, … in the masks; null: whatever there is, the least first.</param>
    /// <param name="voidValue">What stands for pixels that don't count, often 255; null if all count.</param>
    /// <exception cref="IOException">There is no such folder, or an image has no mask.</exception>
    /// <exception cref="InvalidDataException">There are no images, or a mask is broken.</exception>
    public static MaskFolder Open(string images, string masks, IReadOnlyList<int>? values = null, int? voidValue = null)
    {
        Dictionary<string, string> maskOf = FilesIn(masks);
        (string Image, string Mask)[] files =
        [
            .. FilesIn(images).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => maskOf.TryGetValue(pair.Key, out string? mask)
                ? (pair.Value, mask)
                : throw new FileNotFoundException($"MaskFolder: '{pair.Value}' has no mask; expected a file '{pair.Key}' in '{masks}'.", pair.Key)),
        ];
        if (values is not null && (values.Count == 0 || values.Distinct().Count() != values.Count || values.Any(value => value is < 0 or > 255 || value == voidValue)))
            throw new ArgumentException($"MaskFolder: expected a value from 0 to 255 for each class, each another one and none the void's, got [{string.Join(", ", values)}].", nameof(values));
        return new(files, values ?? [.. Mask.ValuesIn(files.Select(pair => pair.Mask)).Where(value => value != voidValue).Order()], voidValue);
    }

    /// <summary>Those images whose name, without its ending, is wanted.</summary>
    /// <exception cref="ArgumentException">None is.</exception>
    public MaskFolder Where(Func<string, bool> isWanted)
    {
        ArgumentNullException.ThrowIfNull(isWanted);
        (string Image, string Mask)[] files = [.. _files.Where(pair => isWanted(Path.GetFileNameWithoutExtension(pair.Image)))];
        return files.Length > 0 ? new(files, Values, _voidValue) : throw new ArgumentException("MaskFolder: no image is left.", nameof(isWanted));
    }

    /// <summary>An image and its mask, in their own size.</summary>
    /// <returns>Float32 [height, width, 3] from 0 to 255; the class of each pixel, Int32 [height, width], −1 where it doesn't count.</returns>
    /// <exception cref="InvalidDataException">A file is broken, the mask has another size than the image, or a value that stands for no class.</exception>
    public (Tensor Image, Tensor Classes) this[int index]
    {
        get
        {
            (string image, string path) = _files[index];
            Tensor pixels = ImageTensor.Load(image, colorMode: "rgb").Cast(DType.Float32);
            Mask mask = Mask.Read(path);
            if (pixels.Shape[0] != mask.Height || pixels.Shape[1] != mask.Width)
                throw new InvalidDataException($"{path}: the mask has {mask.Width} × {mask.Height} pixels, its image '{image}' {pixels.Shape[1]} × {pixels.Shape[0]}.");
            int[] classes = Array.ConvertAll(mask.Values, value => value == _voidValue ? -1 : _classes.TryGetValue(value, out int known) ? known
                : throw new InvalidDataException($"{path}: the mask has the value {value}, which stands for no class; known are {string.Join(", ", Values)}{(_voidValue is { } unseen ? $" and {unseen} for void" : "")}."));
            return (pixels, Tensor.From(classes, (mask.Height, mask.Width)));
        }
    }

    /// <summary>All images in one size, with their masks, for training or evaluation.</summary>
    /// <returns>Images [height, width, 3], bilinear, and masks [height, width, classes], nearest: 1 at the class of each pixel, 0 at all where it doesn't count
    /// (so that cross-entropies and overlaps pass over it).</returns>
    public Dataset Resize(int height, int width) => Dataset.FromLoader(Count, index =>
    {
        (Tensor image, Tensor classes) = this[index];
        image = ImageOps.Resize(image, (height, width), "bilinear");
        classes = ImageOps.Resize(classes.ExpandDims(-1), (height, width), "nearest").Squeeze(-1);
        return new Batch(image, Ops.OneHot(classes, ClassCount));
    });

    /// <summary>Squares cut out of the images at random, turned and mirrored in one of the eight ways there are: more to train on than the images as they are.</summary>
    /// <param name="side">Height and width, in pixels.</param>
    /// <param name="count">How many; images take turns.</param>
    /// <param name="seed">Of places, turns and distortions.</param>
    /// <param name="elastic">How far points are moved at most, in pixels: squares are distorted smoothly, as tissue is (Ronneberger, Fischer and Brox 2015,
    /// section 3.1), the image bilinearly and the mask to the nearest pixel; 0: not at all.</param>
    /// <returns>As <see cref="Resize"/>. The images are kept in memory once they are decoded.</returns>
    /// <exception cref="InvalidDataException">When they are asked for: an image is smaller.</exception>
    public Dataset Crops(int side, int count, int seed = 0, double elastic = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        if (!(elastic >= 0 && double.IsFinite(elastic))) throw new ArgumentOutOfRangeException(nameof(elastic), elastic, "MaskFolder.Crops: expected a distance in pixels, 0 or more.");
        Lazy<(float[] Image, int[] Classes, int Height, int Width)>[] decoded = [.. Enumerable.Range(0, Count).Select(index => new Lazy<(float[], int[], int, int)>(() =>
        {
            (Tensor image, Tensor classes) = this[index];
            return classes.Shape[0] >= side && classes.Shape[1] >= side
                ? (image.ToArray<float>(), classes.ToArray<int>(), classes.Shape[0], classes.Shape[1])
                : throw new InvalidDataException($"{_files[index].Image}: expected at least {side} × {side} pixels to cut from, got {classes.Shape[1]} × {classes.Shape[0]}.");
        }))];
        return Dataset.FromLoader(count, number =>
        {
            var random = new Random(unchecked((seed * 1_000_003) + number));
            (float[] pixels, int[] classes, int height, int width) = decoded[number % Count].Value;
            (int top, int left, int way) = (random.Next(height - side + 1), random.Next(width - side + 1), random.Next(8));
            return Cut(pixels, classes, (height, width), new ElasticSquare(random, side, elastic, top, left, way));
        });
    }

    private Batch Cut(float[] pixels, int[] classes, (int Height, int Width) size, ElasticSquare square)
    {
        int side = square.Side;
        float[] image = new float[side * side * 3], mask = new float[checked(side * side * ClassCount)];
        for (int row = 0; row < side; row++)
        {
            for (int column = 0; column < side; column++)
            {
                (float y, float x) = square[row, column];
                (y, x) = (Math.Clamp(y, 0, size.Height - 1), Math.Clamp(x, 0, size.Width - 1));
                (int y0, int x0) = ((int)y, (int)x);
                (int y1, int x1) = (Math.Min(y0 + 1, size.Height - 1), Math.Min(x0 + 1, size.Width - 1));
                (float down, float right) = (y - y0, x - x0);
                int to = (row * side) + column;
                for (int channel = 0; channel < 3; channel++)
                {
                    float upper = Mix(pixels[Place(y0, x0, channel)], pixels[Place(y0, x1, channel)], right);
                    float lower = Mix(pixels[Place(y1, x0, channel)], pixels[Place(y1, x1, channel)], right);
                    image[(3 * to) + channel] = Mix(upper, lower, down);
                }

                int label = classes[((down < 0.5f ? y0 : y1) * size.Width) + (right < 0.5f ? x0 : x1)];
                if (label >= 0) mask[(to * ClassCount) + label] = 1;
            }
        }

        return new Batch(Tensor.From(image, (side, side, 3)), Tensor.From(mask, (side, side, ClassCount)));

        int Place(int y, int x, int channel) => (3 * ((y * size.Width) + x)) + channel;

        static float Mix(float first, float second, float part) => first + ((second - first) * part);
    }

    private static Dictionary<string, string> FilesIn(string folder)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"MaskFolder: there is no folder '{folder}'.");
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(folder).Where(path => Endings.Contains(Path.GetExtension(path))))
        {
            if (!files.TryAdd(Path.GetFileNameWithoutExtension(path), path))
                throw new InvalidDataException($"MaskFolder: '{path}' and '{files[Path.GetFileNameWithoutExtension(path)]}' have one name; which one is meant?");
        }

        return files.Count > 0 ? files : throw new InvalidDataException($"MaskFolder: there are no images in '{folder}'; PNG, JPEG, BMP, GIF and WebP are read.");
    }
}
