using System.Globalization;

namespace Cornea.Vision;

/// <summary>How an image file becomes a network's input. It is kept in the network's file, so that predictions see what training saw.</summary>
/// <param name="Height">Of the input, in pixels.</param>
/// <param name="Width">Of the input, in pixels.</param>
/// <param name="Interpolation">How pixels of another size are made.</param>
/// <param name="CropToAspectRatio">Whether images are cut, in the middle, to the input's ratio, rather than stretched.</param>
/// <param name="PadToAspectRatio">Whether whole images are shown, black around them, rather than stretched.</param>
/// <param name="ColorMode">rgb, grayscale or rgba.</param>
/// <param name="Scaling">
/// What becomes of pixels from 0 to 255: <c>none</c> leaves them to the network, <c>unit</c> divides by 255, and <c>tf</c>, <c>torch</c>, <c>caffe</c> are the
/// modes of <see cref="Applications.PreprocessInput"/>.
/// </param>
public sealed record ImagePreprocessing(
    int Height,
    int Width,
    Interpolation Interpolation = default,
    bool CropToAspectRatio = false,
    bool PadToAspectRatio = false,
    ColorMode ColorMode = default,
    string Scaling = "none")
{
    private const string HeightFact = "image_height", WidthFact = "image_width", InterpolationFact = "interpolation", AspectFact = "aspect_ratio", ColorFact = "color_mode", ScalingFact = "scaling";

    private ImageLoader Loader => new(Height, Width, Interpolation, CropToAspectRatio ? AspectFit.Crop : PadToAspectRatio ? AspectFit.Pad : AspectFit.Stretch, ColorMode);

    /// <summary>A file as the network's input.</summary>
    /// <returns>Float32 [height, width, channels].</returns>
    /// <exception cref="InvalidDataException">It's no image, broken, cut off or too large.</exception>
    public Tensor Load(string path) => Scaled(Loader.Load(path));

    /// <summary>A file's bytes as the network's input.</summary>
    /// <returns>Float32 [height, width, channels].</returns>
    /// <exception cref="InvalidDataException">It's no image, broken, cut off or too large.</exception>
    public Tensor Decode(ReadOnlySpan<byte> file) => Scaled(Loader.Decode(file, "ImagePreprocessing.Decode"));

    /// <summary>Pixels from 0 to 255 as the network wants them.</summary>
    /// <param name="images">[…, height, width, channels].</param>
    /// <exception cref="ArgumentException">There is no such scaling.</exception>
    public Tensor Scaled(Tensor images) => Scaling switch
    {
        "none" => images,
        "unit" => images / 255,
        "tf" or "torch" or "caffe" => Applications.PreprocessInput(images, Scaling),
        _ => throw new ArgumentException($"ImagePreprocessing: expected a scaling of none, unit, tf, torch, caffe, got '{Scaling}'."),
    };

    /// <summary>A folder's images as the network's input, one by one.</summary>
    internal Data.Dataset Of(ImageFolder photos)
    {
        Data.Dataset images = photos.Resize(Height, Width, Interpolation, CropToAspectRatio, PadToAspectRatio);
        return Scaling == "none" ? images : images.Map(Scaled);
    }

    /// <summary>Writes the facts beside a model's others.</summary>
    internal void WriteTo(Dictionary<string, string> facts)
    {
        facts[HeightFact] = Height.ToString(CultureInfo.InvariantCulture);
        facts[WidthFact] = Width.ToString(CultureInfo.InvariantCulture);
        facts[InterpolationFact] = Interpolation.ToString();
        facts[AspectFact] = CropToAspectRatio ? "crop" : PadToAspectRatio ? "pad" : "stretch";
        facts[ColorFact] = ColorMode.ToString();
        facts[ScalingFact] = Scaling;
    }

    /// <summary>The facts of a model; null where it has none of an image.</summary>
    /// <exception cref="ArgumentException">A fact makes no sense.</exception>
    internal static ImagePreprocessing? From(IReadOnlyDictionary<string, string> facts)
    {
        if (!facts.ContainsKey(HeightFact) || !facts.ContainsKey(WidthFact)) return null;
        string aspect = facts.GetValueOrDefault(AspectFact, "stretch");
        return new ImagePreprocessing(
            Size(HeightFact), Size(WidthFact), facts.GetValueOrDefault(InterpolationFact, "bilinear"), aspect == "crop", aspect == "pad",
            facts.GetValueOrDefault(ColorFact, "rgb"), facts.GetValueOrDefault(ScalingFact, "none"));

        int Size(string fact) => int.TryParse(facts[fact], NumberStyles.None, CultureInfo.InvariantCulture, out int size) && size > 0
            ? size
            : throw new ArgumentException($"the fact {fact} is '{facts[fact]}', no number of pixels.");
    }
}
