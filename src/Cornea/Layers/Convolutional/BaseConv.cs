using Cornea.Initializers;

namespace Cornea.Layers;

/// <summary>What convolutions share whose filters see all channels, or those of their group.</summary>
public abstract class BaseConv : SpatialConvolution
{
    private readonly AdaptableWeight _kernel;

    private protected BaseConv(ConvolutionOptions options, int filters, int groups, WeightOptions kernel, int? loraRank, double? loraAlpha)
        : base(options)
    {
        (Filters, Groups) = (Positive(filters, nameof(filters), "filter"), Positive(groups, nameof(groups), "group"));
        if (filters % groups != 0)
            throw ArgumentError(nameof(filters), $"the filters must be divisible by the groups, got {filters} filters and {groups} groups.");
        _kernel = new AdaptableWeight(this, "kernel", kernel, loraRank, loraAlpha);
    }

    /// <summary>The number of output channels.</summary>
    public int Filters { get; }

    /// <summary>Into how many groups channels and filters are divided.</summary>
    public int Groups { get; }

    /// <summary>The filters [window…, channels / groups, filters]; there once the layer is built.</summary>
    public Variable Kernel => _kernel.Weight;

    /// <summary>Begins a low-rank adaptation (LoRA): from now on the kernel stays as it is, and training changes two small factors whose product is added to it.</summary>
    /// <param name="rank">The factors' inner size.</param>
    /// <param name="loraAlpha">What the product counts, times the rank; null for the rank.</param>
    /// <param name="aInitializer">First values of the first factor; <c>"he_uniform"</c> by default.</param>
    /// <param name="bInitializer">First values of the second factor; zeros by default.</param>
    /// <remarks>Files hold the kernel with the product added, as in Keras; loaded, both factors begin with zeros.</remarks>
    /// <exception cref="InvalidOperationException">The layer isn't built, is adapted already, or has a constraint on its kernel.</exception>
    public void EnableLora(int rank, double? loraAlpha = null, Initializer? aInitializer = null, Initializer? bInitializer = null) =>
        _kernel.Enable(rank, loraAlpha, aInitializer, bInitializer);

    /// <inheritdoc/>
    public override LayerConfig GetConfig() =>
        _kernel.Write(_kernel.Options.Write(base.GetConfig().With("filters", Filters).With("groups", Groups), "kernel"));

    private protected override AdaptableWeight? Adaptable => _kernel;

    internal override long MultiplyAdds(Shape[] inputs, Shape output) => ValuesOf(output) * Kernel.Shape.Product(0, Axes + 1);

    private protected override int BuildKernel(int channels)
    {
        if (channels % Groups != 0) throw ShapeError($"the input's channels must be divisible by the groups, got {channels} channels and {Groups} groups.");
        _kernel.Build(OverWindow(channels / Groups, Filters));
        return Filters;
    }

    private protected override Tensor Convolve(Tensor x) => Window.Convolve(x, _kernel.Value, Groups);
}
