using System.Text.Json.Nodes;

namespace Cornea.Initializers;

/// <summary>One given value everywhere, or the values of a given tensor.</summary>
public sealed class Constant : Initializer
{
    private readonly Tensor _value;
    private readonly double? _number;

    /// <summary>One value everywhere.</summary>
    public Constant(double value = 0)
    {
        _value = value;
        _number = value;
    }

    /// <summary>The values of a tensor, broadcast to the weight's shape.</summary>
    public Constant(Tensor value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _value = value;
    }

    /// <inheritdoc/>
    /// <exception cref="ShapeException">The tensor can't be broadcast to the shape.</exception>
    public override Tensor Call(Shape shape, DType? dtype = null) => _number is { } number
        ? Ops.Full(shape, number, dtype)
        : Ops.BroadcastTo(_value.Cast(dtype ?? DType.Float32), shape);

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The value is a tensor, for which JSON has no place.</exception>
    public override ObjectConfig GetConfig() => new ObjectConfig().With("value", (JsonNode?)(_number
        ?? throw new InvalidOperationException("Constant: a tensor can't be saved in a config; assign the weight instead.")));
}
