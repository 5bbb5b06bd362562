namespace Cornea.Layers;

/// <summary>x · scale + offset: brings pixels into the range that a network was trained on.</summary>
/// <remarks>
/// <para>Output: the input's shape, float32. With several numbers, one for each channel: of the last axis, or, where that has another size, of the
/// third from the end, as images have it whose channels come first.</para>
/// <para>Source: Keras 3, Rescaling. Golden cases: layers/preprocessing_00.</para>
/// </remarks>
public sealed class Rescaling : Layer
{
    private readonly double[] _scale;
    private readonly double[] _offset;

    /// <summary>One scale and offset for all channels: 1.0 / 255 brings 0..255 to 0..1; 1.0 / 127.5 with offset −1 to −1..1.</summary>
    /// <param name="scale">What values are multiplied by.</param>
    /// <param name="offset">What is added then.</param>
    /// <param name="name">Unique within the model.</param>
    public Rescaling(double scale, double offset = 0, string? name = null)
        : base(name) => (_scale, _offset) = ([scale], [offset]);

    /// <summary>A scale and an offset for each channel.</summary>
    public Rescaling(IReadOnlyList<double> scale, IReadOnlyList<double> offset, string? name = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(scale);
        ArgumentNullException.ThrowIfNull(offset);
        (_scale, _offset) = ([.. scale], [.. offset]);
        if (_scale.Length == 0 || _offset.Length == 0) throw ArgumentError(nameof(scale), "expected at least one scale and one offset, got none.");
    }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("scale", _scale.Length == 1 ? _scale[0] : ConfigValues.Numbers(_scale))
        .With("offset", _offset.Length == 1 ? _offset[0] : ConfigValues.Numbers(_offset));

    internal static Rescaling FromConfig(LayerConfig config) =>
        new(config.GetNumbers("scale") ?? [1.0], config.GetNumbers("offset") ?? [0.0], config.GetString("name"));

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training) =>
        (x.Cast(DType.Float32) * Value(_scale, x.Shape)) + Value(_offset, x.Shape);

    private Tensor Value(double[] numbers, Shape x)
    {
        int count = numbers.Length;
        if (count == 1) return numbers[0];
        bool isLast = x.Rank > 0 && (x[^1] == count || x[^1] is 1 or Shape.Unknown);
        if (!isLast && (x.Rank < 3 || x[^3] != count)) throw ShapeError($"expected {count} channels, as there are scales or offsets, got {x}.");
        return Tensor.From<float>([.. numbers.Select(number => (float)number)], isLast ? [count] : [count, 1, 1]);
    }
}
