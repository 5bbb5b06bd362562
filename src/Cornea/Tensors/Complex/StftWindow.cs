namespace Cornea;

/// <summary>What each sequence of a short-time Fourier transform is multiplied by: <c>"hann"</c>, <c>"hamming"</c>, values of one's own, or nothing.</summary>
/// <remarks>The named windows are periodic where they have an even number of values, and symmetric where it is odd, as TensorFlow's.</remarks>
public readonly record struct StftWindow
{
    private readonly string? _name;
    private readonly Tensor? _values;

    private StftWindow(string? name, Tensor? values)
    {
        _name = name;
        _values = values;
    }

    /// <summary>The window of Hann; the default.</summary>
    public static StftWindow Hann => default;

    /// <summary>The window of Hamming.</summary>
    public static StftWindow Hamming { get; } = new("hamming", null);

    /// <summary>No window.</summary>
    public static StftWindow None { get; } = new("none", null);

    /// <summary>The window of Keras' name; null for none.</summary>
    /// <exception cref="ArgumentException">The name is none of hann, hamming.</exception>
    public static implicit operator StftWindow(string? name) => name switch
    {
        null => None,
        "hann" => Hann,
        "hamming" => Hamming,
        _ => throw new ArgumentException($"StftWindow: expected one of hann, hamming, or values, got '{name}'."),
    };

    /// <summary>A window of one's own, [sequenceLength].</summary>
    public static implicit operator StftWindow(Tensor values) => new(null, values);

    /// <summary>The values for sequences of a length, with zeros around them up to the transform's; null where there is no window.</summary>
    internal Tensor? Of(int sequenceLength, int fftLength, DType dtype, string who)
    {
        if (this == None) return null;
        Tensor values = _values is null ? Named(sequenceLength).Cast(dtype) : _values.Cast(dtype);
        if (values.Shape != new Shape(sequenceLength)) throw new ShapeException($"{who}: expected a window of shape ({sequenceLength},), got {values.Shape}.");
        int before = (fftLength - sequenceLength) / 2;
        return Ops.Pad(values, [(before, fftLength - sequenceLength - before)]);
    }

    private Tensor Named(int length)
    {
        if (length == 1) return Ops.Ones([1]);
        (double mean, double swing) = _name == "hamming" ? (0.54, 0.46) : (0.5, 0.5);
        int period = length % 2 == 0 ? length : length - 1;
        return mean - (Ops.Cos(Ops.Arange(length).Cast(DType.Float32) * (2 * Math.PI / period)) * swing);
    }

    /// <summary>Keras' name; of a window of numbers what it is.</summary>
    public override string ToString() => _values is not null ? "a window of numbers" : _name ?? "hann";
}
