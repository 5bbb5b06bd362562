using System.Text.Json.Nodes;

namespace Cornea.Layers;

/// <summary>How strongly a layer may change images: one number, or the two ends of what is drawn from.</summary>
/// <remarks>Written <c>0.2</c> or <c>(-0.1, 0.3)</c>. What one number stands for is said by the layer: mostly for what lies from −number to number.</remarks>
public readonly record struct FactorRange
{
    private readonly bool _isPair;

    private FactorRange(double first, double second, bool isPair) => (First, Second, _isPair) = (first, second, isPair);

    /// <summary>One end, or the number.</summary>
    public double First { get; }

    /// <summary>The other end, or the number again.</summary>
    public double Second { get; }

    /// <summary>One number.</summary>
    public static implicit operator FactorRange(double factor) => new(factor, factor, false);

    /// <summary>Both ends, in any order.</summary>
    public static implicit operator FactorRange((double First, double Second) ends) => new(ends.First, ends.Second, true);

    /// <summary>As Python prints it.</summary>
    public override string ToString() => _isPair ? FormattableString.Invariant($"({First}, {Second})") : FormattableString.Invariant($"{First}");

    /// <summary>Whether all of it lies between two bounds, or on them.</summary>
    internal bool IsWithin(double low, double high) => First >= low && First <= high && Second >= low && Second <= high;

    /// <summary>What is drawn from: the two ends in order; of one number f what lies from −f to f, but not below a bound.</summary>
    internal (double Lower, double Upper) Around(double low) => _isPair ? Sorted : (Math.Max(-Math.Abs(First), low), Math.Abs(First));

    /// <summary>What is drawn from: the two ends in order; of one number what lies from 0 to it.</summary>
    internal (double Lower, double Upper) FromZero => _isPair ? Sorted : (0, First);

    /// <summary>In Keras' JSON, as it was given.</summary>
    internal JsonNode Json => _isPair ? Pair((First, Second)) : First;

    /// <summary>The ends of a range in Keras' JSON.</summary>
    internal static JsonNode Pair((double Lower, double Upper) ends) => ConfigValues.Numbers([ends.Lower, ends.Upper]);

    /// <summary>A factor of a config.</summary>
    internal static FactorRange Read(LayerConfig config, string name, FactorRange? missing = null) => ReadOrNull(config, name) ?? missing
        ?? throw new InvalidDataException($"Config: expected a number or a list of two for '{name}', got none.");

    /// <summary>A factor of a config, or null where it's missing.</summary>
    internal static FactorRange? ReadOrNull(LayerConfig config, string name) => config.GetDoubles(name) switch
    {
        null => null,
        [var both] when config.Json[name] is not JsonArray => both,
        [var first, var second] => (first, second),
        _ => throw new InvalidDataException($"Config: expected a number or a list of two for '{name}', got {config.Json[name]!.ToJsonString()}."),
    };

    private (double Lower, double Upper) Sorted => (Math.Min(First, Second), Math.Max(First, Second));
}
