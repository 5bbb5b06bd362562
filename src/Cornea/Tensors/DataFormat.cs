namespace Cornea;

/// <summary>Which axis of an image holds the channels. Converts from Keras' names.</summary>
/// <remarks>The engine computes with channels last; <see cref="ChannelsFirst"/> is transposed on the way in and out.</remarks>
public readonly record struct DataFormat
{
    private DataFormat(bool isFirst) => IsFirst = isFirst;

    /// <summary>[batch, …, channels]; the default.</summary>
    public static DataFormat ChannelsLast => default;

    /// <summary>[batch, channels, …].</summary>
    public static DataFormat ChannelsFirst { get; } = new(true);

    internal bool IsFirst { get; }

    /// <summary>The format of Keras' name.</summary>
    /// <exception cref="ArgumentException">The name is neither channels_last nor channels_first.</exception>
    public static implicit operator DataFormat(string name) => name switch
    {
        "channels_last" => ChannelsLast,
        "channels_first" => ChannelsFirst,
        _ => throw new ArgumentException($"DataFormat: expected one of channels_last, channels_first, got '{name}'."),
    };

    /// <summary>Keras' name.</summary>
    public override string ToString() => IsFirst ? "channels_first" : "channels_last";

    /// <summary>A layer's input with the channels last.</summary>
    internal Tensor ToLast(Tensor x) => IsFirst ? x.Transpose([0, .. Enumerable.Range(2, x.Rank - 2), 1]) : x;

    /// <summary>A result with the channels last, as the layer is to give it.</summary>
    internal Tensor FromLast(Tensor y) => IsFirst ? y.Transpose([0, y.Rank - 1, .. Enumerable.Range(1, y.Rank - 2)]) : y;

    /// <summary>The axis of the channels.</summary>
    internal int ChannelAxis => IsFirst ? 1 : -1;
}
