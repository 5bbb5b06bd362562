namespace Cornea.Layers;

/// <summary>What layers share that change images while training: a draw is made, and applied to images, labels, masks and boxes alike.</summary>
/// <remarks>
/// <para>Images are [height, width, channels] or [batch, height, width, channels], of any dtype; the result is float32. With a batch each
/// image gets its own draw, unless the layer says otherwise. Called by itself a layer trains, in a model it does what the model does.</para>
/// <para>Source: Keras 3, BaseImagePreprocessingLayer.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the images have neither three nor four axes.</exception>
public abstract class BaseImagePreprocessingLayer : Layer
{
    private string? _boundingBoxFormat;

    private protected BaseImagePreprocessingLayer(DataFormat dataFormat, string? name)
        : base(name) => DataFormat = dataFormat;

    /// <summary>Where the channels are.</summary>
    public DataFormat DataFormat { get; }

    /// <summary>What the four numbers of a box are: xyxy, yxyx, xywh, center_xywh, center_yxhw, or rel_xyxy, rel_yxyx, rel_xywh, rel_center_xywh.</summary>
    /// <exception cref="ArgumentException">It's none of these.</exception>
    public string? BoundingBoxFormat
    {
        get => _boundingBoxFormat;
        init => _boundingBoxFormat = value is null ? null : OneOf(value, nameof(BoundingBoxFormat), BoxFormat.Known);
    }

    /// <summary>Applies the layer to images and what belongs to them.</summary>
    /// <param name="data">All with a batch, or all without one.</param>
    /// <param name="training">Whether this is training; null takes it from the call around, and true if there is none.</param>
    public LabeledImages Call(LabeledImages data, bool? training = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        CallArguments arguments = new CallArguments().With(ImageDictionary.Labels, data.Labels).With(ImageDictionary.Masks, data.SegmentationMasks);
        if (data.BoundingBoxes is { } boxes) arguments[ImageDictionary.Boxes] = [boxes.Boxes, boxes.Labels];
        var outputs = new Queue<Tensor>(Call(data.Images, arguments, training)); // In the order of the keys.
        BoundingBoxes? moved = data.BoundingBoxes is null ? null : new BoundingBoxes(outputs.Dequeue(), outputs.Dequeue());
        return new LabeledImages(outputs.Dequeue(), data.Labels is null ? null : outputs.Dequeue(), data.SegmentationMasks is null ? null : outputs.Dequeue(), moved);
    }

    /// <inheritdoc/>
    public override LayerConfig GetConfig()
    {
        LayerConfig config = base.GetConfig().With("data_format", DataFormat.ToString());
        return _boundingBoxFormat is null ? config : config.With("bounding_box_format", _boundingBoxFormat);
    }

    internal override void Configure(LayerConfig config)
    {
        base.Configure(config);
        if (config.GetString("bounding_box_format") is { } format) _boundingBoxFormat = OneOf(format, "bounding_box_format", BoxFormat.Known);
    }

    /// <inheritdoc/>
    protected override TensorList Forward(TensorList inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        Tensor images = inputs[0];
        if (inputs.Count != 1 || images.Rank is not (3 or 4))
            throw ShapeError($"expected images [height, width, channels] or [batch, height, width, channels], got {string.Join(", ", inputs.Select(input => input.Shape))}.");
        Transformation? draw = context.Training && Random is { } random ? Draw(images.Rank == 3 ? images.Shape.Prepend(1) : images.Shape, random) : null;
        var outputs = new List<Tensor>(); // In the order of the keys, as Keras flattens a dictionary.
        if (context.Arguments[ImageDictionary.Boxes] is [{ } boxes, { } things]) outputs.AddRange(TransformBoxes(new BoundingBoxes(boxes, things), images, draw, context.Training));
        outputs.Add(TransformImages(images, draw, context.Training));
        Tensor Batched(Tensor x, Func<Tensor, Tensor> change) => !Acts(context.Training) ? x : OnBatch(x, images.Rank == 3, change);
        if (context.Arguments[ImageDictionary.Labels] is [{ } labels]) outputs.Add(Batched(labels, x => TransformLabels(x, draw)));
        if (context.Arguments[ImageDictionary.Masks] is [{ } masks]) outputs.Add(Batched(masks, x => TransformSegmentationMasks(x, draw)));
        return TensorList.Create([.. outputs]);
    }

    /// <summary>The layer's random numbers; null for a layer that draws none.</summary>
    internal virtual RandomStream? Random => null;

    /// <summary>What is done to so many images of such a shape; the shape has a batch. Null for nothing.</summary>
    internal virtual Transformation? Draw(Shape images, RandomStream random) => null;

    /// <summary>Images with a draw applied; the draw may be Keras'.</summary>
    /// <param name="images">With or without a batch.</param>
    /// <param name="draw">What was drawn; null for nothing.</param>
    /// <param name="training">Whether this is training.</param>
    internal Tensor TransformImages(Tensor images, Transformation? draw, bool training = true)
    {
        if (!KeepsDType) images = images.Cast(DType.Float32);
        if (!Acts(training)) return OnBatch(images, images.Rank == 3, AtInference);
        return Random is not null && draw is null ? images : OnBatch(images, images.Rank == 3, x => Change(x, draw ?? Transformation.None));
    }

    /// <summary>Labels of a batch with a draw applied: as a rule they stay.</summary>
    internal virtual Tensor TransformLabels(Tensor labels, Transformation? draw) => labels;

    /// <summary>Masks of a batch with a draw applied: they stay where pixels don't move.</summary>
    internal virtual Tensor TransformSegmentationMasks(Tensor masks, Transformation? draw) => masks;

    /// <summary>Boxes of a batch with a draw applied, in pixels from left, top, right, bottom: they stay where pixels don't move.</summary>
    /// <param name="boxes">[batch, boxes, 4] and [batch, boxes].</param>
    /// <param name="draw">What was drawn.</param>
    /// <param name="height">Of the images, in pixels.</param>
    /// <param name="width">Of the images, in pixels.</param>
    internal virtual BoundingBoxes ChangeBoxes(BoundingBoxes boxes, Transformation draw, int height, int width) => boxes;

    /// <summary>What training does to a batch of images, channels where the layer has them.</summary>
    internal abstract Tensor Change(Tensor images, Transformation draw);

    /// <summary>What is done to a batch of images otherwise: as a rule nothing.</summary>
    private protected virtual Tensor AtInference(Tensor images) => images;

    /// <summary>Whether the layer does to images, labels, masks and boxes the same in training and otherwise.</summary>
    private protected virtual bool ActsAtInference => false;

    private bool Acts(bool training) => training || ActsAtInference;

    /// <summary>Whether the images come out in the dtype they came in.</summary>
    private protected virtual bool KeepsDType => false;

    private protected override bool TrainsByDefault => true;

    /// <summary>The axis of the rows in a batch; the next one has the columns.</summary>
    private protected int HeightAxis => DataFormat.IsFirst ? 2 : 1;

    /// <summary>A factor, if it lies between two bounds.</summary>
    private protected FactorRange Bounded(FactorRange factor, string argument, double low, double high) => factor.IsWithin(low, high)
        ? factor
        : throw ArgumentError(argument, FormattableString.Invariant($"expected a number, or a pair of numbers, from {low} to {high}, got {factor}."));

    /// <summary>A range of values, if it has an extent.</summary>
    private protected ValueRange Extended(ValueRange? range) => range is not { } given ? ValueRange.Bytes
        : given.High > given.Low ? given
        : throw ArgumentError("valueRange", $"expected two different numbers, got {given}.");

    /// <summary>A text, if it's one of those that are known.</summary>
    private protected string OneOf(string value, string argument, params ReadOnlySpan<string> known) => known.Contains(value)
        ? value
        : throw ArgumentError(argument, $"expected one of {string.Join(", ", known!)}, got '{value}'.");

    private static Tensor OnBatch(Tensor x, bool isSingle, Func<Tensor, Tensor> change) => isSingle ? change(x.ExpandDims(0)).Squeeze(0) : change(x);

    // Into pixels of xyxy, through the layer, and back into the layer's format; things of which nothing is left get the label −1.
    private Tensor[] TransformBoxes(BoundingBoxes boxes, Tensor images, Transformation? draw, bool training)
    {
        if (_boundingBoxFormat is null) throw new ArgumentException($"{Label}: boxes came, but what their numbers are isn't known; set {nameof(BoundingBoxFormat)}, such as 'xyxy'.");
        bool isSingle = images.Rank == 3;
        int rows = HeightAxis - (isSingle ? 1 : 0);
        BoundingBoxes given = isSingle ? new(boxes.Boxes.ExpandDims(0), boxes.Labels.ExpandDims(0)) : boxes;
        if (given.Boxes.Rank != 3 || given.Boxes.Shape[2] != 4 || given.Labels.Rank != 2)
            throw ShapeError($"expected boxes [batch, boxes, 4] with labels [batch, boxes], got {boxes.Boxes.Shape} and {boxes.Labels.Shape}.");
        BoundingBoxes result = TransformBoundingBoxes(given, draw, images.Shape[rows], images.Shape[rows + 1], training);
        return isSingle ? [result.Boxes.Squeeze(0), result.Labels.Squeeze(0)] : [result.Boxes, result.Labels];
    }

    /// <summary>Boxes of a batch with a draw applied, in the layer's format.</summary>
    internal virtual BoundingBoxes TransformBoundingBoxes(BoundingBoxes boxes, Transformation? draw, int height, int width, bool training)
    {
        if (!Acts(training) || !MovesPixels || (Random is not null && draw is null)) return boxes;
        (int newHeight, int newWidth) = SizeOf(height, width);
        Tensor pixels = BoxFormat.Convert(boxes.Boxes.Cast(DType.Float32), BoundingBoxFormat!, "xyxy", height, width);
        BoundingBoxes moved = BoxFormat.Clip(ChangeBoxes(new(pixels, boxes.Labels), draw ?? Transformation.None, height, width), newHeight, newWidth);
        return moved with { Boxes = BoxFormat.Convert(moved.Boxes, "xyxy", BoundingBoxFormat!, newHeight, newWidth) };
    }

    /// <summary>Whether boxes change with the images.</summary>
    internal virtual bool MovesPixels => false;

    /// <summary>Height and width of what comes out.</summary>
    private protected virtual (int Height, int Width) SizeOf(int height, int width) => (height, width);
}
