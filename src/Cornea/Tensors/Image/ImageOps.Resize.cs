using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea;

/// <summary>What keras.ops.image offers: images [height, width, channels], or batches of them; channels first where said so.</summary>
public static partial class ImageOps
{
    /// <summary>Images of another size; pixels' values stand at their centres.</summary>
    /// <param name="images">[height, width, channels] or [batch, height, width, channels].</param>
    /// <param name="size">Height and width wanted.</param>
    /// <param name="interpolation">bilinear, nearest, bicubic, lanczos3, lanczos5 or area.</param>
    /// <param name="antialias">Whether the filter is widened where the image shrinks.</param>
    /// <param name="cropToAspectRatio">Whether the images are first cut, in the middle, to the ratio wanted.</param>
    /// <param name="padToAspectRatio">Whether they are first padded to it.</param>
    /// <param name="fillMode">constant is the only one.</param>
    /// <param name="fillValue">What padding is made of.</param>
    /// <param name="dataFormat">Where the channels are.</param>
    public static Tensor Resize(
        Tensor images, (int Height, int Width) size, string interpolation = "bilinear", bool antialias = false, bool cropToAspectRatio = false,
        bool padToAspectRatio = false, string fillMode = "constant", double fillValue = 0, DataFormat dataFormat = default)
    {
        if (cropToAspectRatio && padToAspectRatio)
            throw new ArgumentException("Resize: expected at most one of cropToAspectRatio and padToAspectRatio.");
        if (fillMode != "constant") throw new ArgumentException($"Resize: expected fillMode constant, got '{fillMode}'.");
        if (Later.IsFor(images))
        {
            return Later.Emit(
                "Resize", [images], given => Resize(given[0], size, interpolation, antialias, cropToAspectRatio, padToAspectRatio, fillMode, fillValue, dataFormat),
                ("size", (Axes)(size.Height, size.Width)), ("interpolation", interpolation), ("antialias", antialias), ("crop_to_aspect_ratio", cropToAspectRatio),
                ("pad_to_aspect_ratio", padToAspectRatio), ("fill_mode", fillMode), ("fill_value", fillValue), ("data_format", dataFormat.ToString()));
        }

        return OnBatch(images, dataFormat, "Resize", x =>
        {
            (int height, int width) = (x.Shape[1], x.Shape[2]);
            int fitHeight = (int)((double)width * size.Height / size.Width), fitWidth = (int)((double)height * size.Width / size.Height);
            if (cropToAspectRatio)
            {
                (int rows, int columns) = (Math.Clamp(fitHeight, 1, height), Math.Clamp(fitWidth, 1, width));
                x = Ops.Slice(Ops.Slice(x, 1, (height - rows) / 2, rows), 2, (width - columns) / 2, columns);
            }
            else if (padToAspectRatio)
            {
                (int top, int left) = ((Math.Max(height, fitHeight) - height) / 2, (Math.Max(width, fitWidth) - width) / 2);
                x = Ops.Pad(x, [(0, 0), (top, top), (left, left), (0, 0)], constantValues: fillValue);
            }

            return Resampled(x, size.Height, size.Width, interpolation, antialias);
        });
    }

    /// <summary>Images scaled and moved: output i of an axis stands at (i + ½ − translation) / scale − ½ of the input.</summary>
    /// <param name="images">Any shape.</param>
    /// <param name="outputShape">Of the result.</param>
    /// <param name="scale">One for each of the axes; read at once.</param>
    /// <param name="translation">One for each of the axes, in output pixels; read at once.</param>
    /// <param name="spatialDims">The axes.</param>
    /// <param name="method">linear, cubic, lanczos3 or lanczos5.</param>
    /// <param name="antialias">Whether the filter is widened where the image shrinks.</param>
    public static Tensor ScaleAndTranslate(
        Tensor images, Shape outputShape, Tensor scale, Tensor translation, Axes spatialDims, string method, bool antialias = true)
    {
        double[] scales = scale.ToArray<double>(), translations = translation.ToArray<double>();
        int[] axes = spatialDims.Of(images.Shape, "ScaleAndTranslate");
        if (axes.Length != scales.Length || axes.Length != translations.Length)
            throw new ShapeException($"ScaleAndTranslate: expected a scale and a translation for each of {spatialDims}, got {scale.Shape} and {translation.Shape}.");
        for (int index = 0; index < axes.Length; index++)
        {
            int axis = axes[index], inputs = images.Shape[axis], outputs = outputShape[axis];
            images = Along(images, axis, outputs, ResizeWeights.Filtered(method, inputs, outputs, scales[index], translations[index], antialias));
        }

        return images;
    }

    /// <summary>A function of batches with the channels last, for images of either kind.</summary>
    internal static Tensor OnBatch(Tensor images, DataFormat dataFormat, string who, Func<Tensor, Tensor> function)
    {
        if (images.Rank is not (3 or 4)) throw new ShapeException($"{who}: expected images of three axes, or four with a batch, got {images.Shape}.");
        bool isSingle = images.Rank == 3;
        Tensor y = dataFormat.FromLast(function(dataFormat.ToLast(isSingle ? images.ExpandDims(0) : images)));
        return isSingle ? y.Squeeze(0) : y;
    }

    private static Tensor Resampled(Tensor x, int height, int width, string interpolation, bool antialias)
    {
        if (interpolation == "nearest") return Resized(x, true, height, width).Cast(x.DType);
        Tensor y = x.DType.IsFloating ? x : x.Cast(DType.Float32);
        if (interpolation == "bilinear" && !antialias)
        {
            y = Resized(y, false, height, width);
        }
        else
        {
            y = Along(y, 1, height, ResizeWeights.Of(interpolation, x.Shape[1], height, antialias));
            y = Along(y, 2, width, ResizeWeights.Of(interpolation, x.Shape[2], width, antialias));
        }

        return x.DType.IsFloating ? y : Ops.Round(y).Cast(x.DType);
    }

    /// <summary>Images [batch, height, width, channels] by the engine's own operation, in floating point.</summary>
    internal static Tensor Resized(Tensor x, bool isNearest, int height, int width) => Node.Emit(new Resize(isNearest, height, width), Ops.Floating(x))[0];

    // The axis multiplied by weights [outputs, inputs].
    private static Tensor Along(Tensor x, int axis, int outputs, double[] weights)
    {
        Tensor matrix = Tensor.From(weights, [outputs, x.Shape[axis]]).Cast(x.DType);
        return Ops.MoveAxis(Ops.MatMul(Ops.MoveAxis(x, axis, -1), matrix.Transpose()), -1, axis);
    }
}
