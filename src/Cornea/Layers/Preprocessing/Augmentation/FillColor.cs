namespace Cornea.Layers;

/// <summary>What is put in the place of pixels: one number, or one for each of three channels.</summary>
public readonly record struct FillColor
{
    private FillColor(double[] numbers) => Numbers = numbers;

    /// <summary>One or three.</summary>
    internal double[] Numbers => field ?? [0];

    /// <summary>The same in all channels.</summary>
    public static implicit operator FillColor(double value) => new([value]);

    /// <summary>Red, green and blue.</summary>
    public static implicit operator FillColor((double Red, double Green, double Blue) color) => new([color.Red, color.Green, color.Blue]);

    /// <summary>The colour of a config, or null where it's missing.</summary>
    internal static FillColor? ReadOrNull(LayerConfig config, string name) => config.GetDoubles(name) switch
    {
        null => null,
        [var all] => all,
        [var red, var green, var blue] => (red, green, blue),
        _ => throw new InvalidDataException($"Config: expected a number or a list of three for '{name}', got {config.Json[name]!.ToJsonString()}."),
    };
}
