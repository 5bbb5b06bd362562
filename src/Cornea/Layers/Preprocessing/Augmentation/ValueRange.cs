using System.Text.Json.Nodes;

namespace Cornea.Layers;

/// <summary>What the values of images range over, such as (0, 255) or (0, 1).</summary>
/// <param name="Low">Black.</param>
/// <param name="High">White.</param>
public readonly record struct ValueRange(double Low, double High)
{
    /// <summary>0 to 255.</summary>
    internal static ValueRange Bytes { get; } = new(0, 255);

    /// <summary>0 to 1.</summary>
    internal static ValueRange Unit { get; } = new(0, 1);

    /// <summary>The two ends, in any order.</summary>
    public static implicit operator ValueRange((double, double) ends) => new(Math.Min(ends.Item1, ends.Item2), Math.Max(ends.Item1, ends.Item2));

    /// <summary>As Python prints it.</summary>
    public override string ToString() => FormattableString.Invariant($"({Low}, {High})");

    /// <summary>In Keras' JSON.</summary>
    internal JsonNode Json => ConfigValues.Numbers([Low, High]);

    /// <summary>The range of a config; 0 to 255 where it's missing.</summary>
    internal static ValueRange Read(LayerConfig config) => config.GetDoubles("value_range") switch
    {
        null => Bytes,
        [var low, var high] => (low, high),
        _ => throw new InvalidDataException($"Config: expected a list of two numbers for 'value_range', got {config.Json["value_range"]!.ToJsonString()}."),
    };

    /// <summary>Values of this range in another.</summary>
    internal Tensor To(ValueRange other, Tensor x) =>
        this == other ? x : ((x - Low) / (High - Low) * (other.High - other.Low)) + other.Low;

    /// <summary>Values brought back into the range.</summary>
    internal Tensor Clip(Tensor x) => Ops.Clip(x, Low, High);
}
