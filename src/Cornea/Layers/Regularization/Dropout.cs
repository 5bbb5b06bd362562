using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Layers;

/// <summary>Sets a random part of the values to 0 while training, and scales the others up so that the sum stays; else does nothing.</summary>
/// <remarks>
/// <para>Output: the input's shape. State: the seed and the number of training calls, so each call draws anew and a seed repeats a run.</para>
/// <para>Source: Srivastava et al. 2014; Keras 3, Dropout. Golden cases: layers/regularization_inference_00.</para>
/// </remarks>
public sealed class Dropout : RandomLayer
{
    private readonly Shape? _noiseShape;

    /// <summary>A layer that drops so large a part.</summary>
    /// <param name="rate">The part that is dropped, from 0 to 1.</param>
    /// <param name="noiseShape">Which values are dropped together: a size of 1 shares the draw along that axis, −1 takes the input's. Null: none.</param>
    /// <param name="seed">For draws that repeat; null takes the next of <see cref="RandomSeed"/>.</param>
    /// <param name="name">Unique within the model.</param>
    public Dropout(double rate, Shape? noiseShape = null, int? seed = null, string? name = null)
        : base(seed, name)
    {
        Rate = Part(rate, nameof(rate));
        _noiseShape = noiseShape;
    }

    /// <summary>The part that is dropped.</summary>
    public double Rate { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("rate", Rate)
        .With("seed", Seed)
        .With("noise_shape", _noiseShape is { } shape ? ConfigValues.ShapeJson(shape) : (System.Text.Json.Nodes.JsonNode?)null);

    internal static Dropout FromConfig(LayerConfig config) => new(
        config.GetDouble("rate"), config.GetIntsOrNull("noise_shape") is { } shape ? new Shape(shape) : (Shape?)null, config.GetIntOrNull("seed"),
        config.GetString("name"));

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        if (!training || Rate == 0) return x;
        if (!x.DType.IsFloating) x = x.Cast(DType.Float32);
        if (Rate == 1) return Ops.ZerosLike(x);
        if (_noiseShape is null) return Node.Emit(new Graphs.Operations.Dropout(Rate), x, NextState())[0];
        Tensor even = Draw(Distribution.Uniform, NoiseShape(_noiseShape, x.Shape));
        return x * Ops.Where(even >= Rate, 1 / (1 - Rate), 0.0);
    }
}
