using Cornea.Initializers;

namespace Cornea.Layers;

/// <summary>A layer whose kernel is divided, at each training call, by an estimate of its largest singular value (Miyato et al. 2018).</summary>
/// <remarks>
/// <para>Input and output: those of the layer, which has a kernel or embeddings. Weights: kernel, vector_u [1, the kernel's last size], then
/// the layer's others.</para>
/// <para>Source: Keras 3, SpectralNormalization. Golden cases: keras_tests/layers.SpectralNormalization.</para>
/// </remarks>
public sealed class SpectralNormalization : Wrapper
{
    private Variable _kernel = null!;
    private Variable _vector = null!;

    /// <summary>Around a layer.</summary>
    /// <param name="layer">A layer with a kernel, or an embedding.</param>
    /// <param name="powerIterations">How many steps the estimate is improved by at each training call.</param>
    /// <param name="name">Unique within the model.</param>
    public SpectralNormalization(Layer layer, int powerIterations = 1, string? name = null)
        : base(layer, name) => PowerIterations = powerIterations > 0 ? powerIterations
            : throw ArgumentError(nameof(powerIterations), $"expected at least 1 iteration, got {powerIterations}.");

    /// <summary>How many steps the estimate is improved by.</summary>
    public int PowerIterations { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("power_iterations", PowerIterations);

    internal static SpectralNormalization FromConfig(LayerConfig config, LayerReader reader) =>
        new(reader.Read(config.Json["layer"]), config.GetInt("power_iterations", 1), config.GetString("name"));

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        BuildInside(Layer, input);
        _kernel = Layer.Weights.FirstOrDefault(weight => weight.Name is "kernel" or "embeddings")
            ?? throw ArgumentError("layer", $"expected a layer with a kernel or embeddings, got {Layer}.");
        ListAsOwn(_kernel);
        _vector = AddWeight("vector_u", [1, _kernel.Shape[^1]], new TruncatedNormal(0, 0.02), trainable: false);
    }

    /// <inheritdoc/>
    protected override TensorList Forward(TensorList inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Training) Normalize();
        return Layer.Call(inputs);
    }

    private void Normalize()
    {
        Tensor kernel = _kernel.Value, fixedKernel = Ops.StopGradient(kernel), weights = fixedKernel.Reshape([-1, kernel.Shape[^1]]);
        Tensor isZero = Ops.All(Ops.Equal(fixedKernel, 0)), u = _vector.Value, v = u;
        for (int iteration = 0; iteration < PowerIterations; iteration++)
        {
            v = Unit(Ops.MatMul(u, weights.Transpose()));
            u = Unit(Ops.MatMul(v, weights));
        }

        Tensor sigma = Ops.MatMul(Ops.MatMul(v, weights), u.Transpose()).Reshape(Shape.Scalar);
        _vector.Assign(Ops.Where(isZero, _vector.Value, u));

        // The gradient is that of the kernel as it stands after this call, as in Keras.
        Tensor divided = Ops.Where(isZero, fixedKernel, fixedKernel / Ops.Where(isZero, 1, sigma));
        _kernel.Assign(Ops.CustomGradient(divided, [kernel], gradient => [gradient]));
    }

    private static Tensor Unit(Tensor x) => x * Ops.Rsqrt(Ops.Maximum(Ops.Sum(Ops.Square(x), keepDims: true), 1e-12));
}
