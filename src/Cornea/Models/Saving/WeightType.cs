namespace Cornea;

/// <summary>In how many bits a file has a model's float32 weights. Converts from its name, such as <c>"float16"</c>.</summary>
public sealed class WeightType
{
    private readonly string _name;

    private WeightType(string name) => _name = name;

    /// <summary>As they are.</summary>
    public static WeightType Float32 { get; } = new("float32");

    /// <summary>Half of the bytes, with 11 bits of each number and none beyond 65504; such a number is an error.</summary>
    public static WeightType Float16 { get; } = new("float16");

    /// <summary>Half of the bytes, with 8 bits of each number, of any size.</summary>
    public static WeightType BFloat16 { get; } = new("bfloat16");

    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static implicit operator WeightType(string name) => Choice.Of("WeightType", name, [Float32, Float16, BFloat16]);

    /// <summary>Its name.</summary>
    public override string ToString() => _name;
}
