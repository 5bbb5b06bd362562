namespace Cornea.Layers;

/// <summary>What augmentations share that apply some of eleven others, chosen at random for the whole batch.</summary>
/// <remarks>The choice is made in the run, so all are in the graph. Those that only move pixels are one: of them the matrix is chosen.</remarks>
public abstract class ChoosingLayer : ColorAugmentation
{
    private protected const string Shear = "random_shear", Translation = "random_translation", Rotation = "random_rotation",
        Brightness = "random_brightness", ColorDegeneration = "random_color_degeneration", Contrast = "random_contrast", Sharpness = "random_sharpness",
        Posterization = "random_posterization", Solar = "solarization", Stretching = "auto_contrast", Equal = "equalization";

    private readonly Dictionary<string, BaseImagePreprocessingLayer> _layers;
    private readonly (double Lower, double Upper) _factor;

    private protected ChoosingLayer(ValueRange? valueRange, FactorRange factor, string interpolation, int? seed, DataFormat dataFormat, string? name)
        : base(valueRange, seed, dataFormat, name)
    {
        _factor = Bounded(factor, nameof(factor), 0, 1).Around(0);
        Interpolation = OneOf(interpolation, nameof(interpolation), "nearest", "bilinear");
        FactorRange range = _factor;
        _layers = new()
        {
            [Shear] = new RandomShear(range, range, interpolation, dataFormat: dataFormat, seed: seed),
            [Translation] = new RandomTranslation(range, range, interpolation: interpolation, seed: seed, dataFormat: dataFormat),
            [Rotation] = new RandomRotation(range, interpolation: interpolation, seed: seed, dataFormat: dataFormat),
            [Brightness] = new RandomBrightness(range, ValueRange, seed, dataFormat),
            [ColorDegeneration] = new RandomColorDegeneration(range, ValueRange, dataFormat, seed),
            [Contrast] = new RandomContrast(range, ValueRange, seed, dataFormat),
            [Sharpness] = new RandomSharpness(range, ValueRange, dataFormat, seed),
            [Posterization] = new RandomPosterization(Math.Max(1, (int)(8 * _factor.Upper)), ValueRange, dataFormat, seed),
            [Solar] = new Solarization(range, range, ValueRange, seed, dataFormat),
            [Stretching] = new AutoContrast(ValueRange, dataFormat),
            [Equal] = new Equalization(ValueRange, dataFormat: dataFormat),
        };
    }

    /// <summary>How strongly images change, from 0 to 1: the least, and the most.</summary>
    public FactorRange Factor => _factor;

    /// <summary>How values between pixels are made: nearest or bilinear.</summary>
    public string Interpolation { get; }

    /// <summary>A draw of each of the layers named.</summary>
    private protected Transformation DrawEach(IEnumerable<string> names, Shape images, RandomStream random)
    {
        var draw = new Transformation();
        foreach (string name in names) draw.Inner[name] = _layers[name].Draw(images, random);
        return draw;
    }

    /// <summary>Images changed by one of the layers named.</summary>
    /// <param name="images">With a batch.</param>
    /// <param name="names">From which one is chosen.</param>
    /// <param name="chosen">The place of the one among them; a number beyond leaves the images as they are.</param>
    /// <param name="draws">A draw of each.</param>
    private protected Tensor Choose(Tensor images, string[] names, Tensor chosen, Transformation draws) => Choose(
        images, names, chosen, draws, static (layer, x, draw) => layer.TransformImages(x, draw),
        (x, matrix) => ImageOps.AffineTransform(x, matrix, Interpolation, "reflect", 0, DataFormat));

    /// <summary>As <see cref="Choose(Tensor, string[], Tensor, Transformation)"/>, for masks.</summary>
    private protected Tensor ChooseForMasks(Tensor masks, string[] names, Tensor chosen, Transformation draws) => Choose(
        masks, names, chosen, draws, static (layer, x, draw) => layer.TransformSegmentationMasks(x, draw),
        (x, matrix) => ImageOps.AffineTransform(x.Cast(DType.Float32), matrix, "nearest", "reflect", 0, DataFormat).Cast(x.DType));

    /// <summary>As <see cref="Choose(Tensor, string[], Tensor, Transformation)"/>, for boxes in pixels.</summary>
    private protected BoundingBoxes ChooseForBoxes(BoundingBoxes boxes, string[] names, Tensor chosen, Transformation draws, int height, int width)
    {
        Tensor result = boxes.Boxes;
        foreach (string name in names)
        {
            if (!_layers[name].MovesPixels) continue;
            Tensor moved = _layers[name].ChangeBoxes(boxes, draws.Inner[name]!, height, width).Boxes;
            result = Ops.Where(Ops.Equal(chosen, Array.IndexOf(names, name)), moved, result);
        }

        return boxes with { Boxes = result };
    }

    /// <summary>Images changed by the only layer that there is a draw of.</summary>
    private protected Tensor ApplyOnly(Tensor images, Transformation draws, bool areMasks)
    {
        (string name, Transformation? draw) = draws.Inner.Single();
        return areMasks ? _layers[name].TransformSegmentationMasks(images, draw) : _layers[name].TransformImages(images, draw);
    }

    private Tensor Choose(
        Tensor images, string[] names, Tensor chosen, Transformation draws, Func<BaseImagePreprocessingLayer, Tensor, Transformation?, Tensor> apply,
        Func<Tensor, Tensor, Tensor> move)
    {
        Tensor result = images;
        Tensor? matrix = null, isMoved = null;
        for (int index = 0; index < names.Length; index++)
        {
            BaseImagePreprocessingLayer layer = _layers[names[index]];
            Transformation? draw = draws.Inner[names[index]];
            Tensor isChosen = Ops.Equal(chosen, index);
            if (layer is AffineAugmentation affine)
            {
                Tensor own = affine.Matrix(images.Shape, draw!);
                matrix = matrix is null ? own : Ops.Where(isChosen, own, matrix);
                isMoved = isMoved is null ? isChosen : Ops.LogicalOr(isMoved, isChosen);
            }
            else
            {
                Tensor changed = apply(layer, images, draw);
                if (!ReferenceEquals(changed, images)) result = Ops.Where(isChosen, changed, result);
            }
        }

        return matrix is null ? result : Ops.Where(isMoved!, move(images, matrix), result);
    }
}
