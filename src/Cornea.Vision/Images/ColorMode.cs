namespace Cornea.Vision;

/// <summary>Which channels an image is read with. Converts from Keras' names.</summary>
public readonly record struct ColorMode
{
    private readonly string? _name;
    private readonly int _channels;

    private ColorMode(string name, int channels) => (_name, _channels) = (name, channels);

    /// <summary>Red, green, blue; the default. Grey images have the same value three times.</summary>
    public static ColorMode Rgb => default;

    /// <summary>One channel: 0.299 red + 0.587 green + 0.114 blue (ITU-R BT.601), as Pillow computes it.</summary>
    public static ColorMode Grayscale { get; } = new("grayscale", 1);

    /// <summary>Red, green, blue and opacity, which isn't multiplied into the colours.</summary>
    public static ColorMode Rgba { get; } = new("rgba", 4);

    /// <summary>How many channels there are.</summary>
    public int Channels => _name is null ? 3 : _channels;

    /// <summary>The mode of Keras' name.</summary>
    /// <exception cref="ArgumentException">The name is none of grayscale, rgb, rgba.</exception>
    public static implicit operator ColorMode(string name) => name switch
    {
        "rgb" => Rgb,
        "grayscale" => Grayscale,
        "rgba" => Rgba,
        _ => throw new ArgumentException($"ColorMode: expected one of grayscale, rgb, rgba, got '{name}'."),
    };

    /// <summary>Keras' name.</summary>
    public override string ToString() => _name ?? "rgb";
}
