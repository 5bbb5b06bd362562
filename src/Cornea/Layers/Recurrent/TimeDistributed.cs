using Cornea.Graphs;

namespace Cornea.Layers;

/// <summary>A layer applied to each step of a sequence.</summary>
/// <remarks>
/// <para>Input [batch, steps, …]; output [batch, steps, …]. Weights: those of the layer.</para>
/// <para>Source: Keras 3, TimeDistributed. Golden cases: layers/rnn_08.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the rank is below 3, or the mask's axes aren't the input's.</exception>
public sealed class TimeDistributed : Wrapper
{
    /// <summary>A layer for each step.</summary>
    /// <param name="layer">What is applied.</param>
    /// <param name="name">Unique within the model.</param>
    public TimeDistributed(Layer layer, string? name = null)
        : base(layer, name) => InputSpec = new InputSpec(MinRank: 3, Layout: "[batch, steps, …]");

    internal static TimeDistributed FromConfig(LayerConfig config, LayerReader reader) => new(reader.Read(config.Json["layer"]), config.GetString("name"));

    internal override bool TakesMask => true;

    /// <inheritdoc/>
    protected override void Build(Shape input) => BuildInside(Layer, [input[0], .. input[2..]]);

    /// <inheritdoc/>
    protected override TensorList Forward(TensorList inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        Tensor x = inputs[0];
        if (context.Mask is { } mask && (mask.Rank < 2 || !Shape.Agree(mask.Shape[..2], x.Shape[..2])))
            throw ShapeError($"expected a mask that begins with the axes {x.Shape[..2]} of the input, got {mask.Shape}.");

        // Steps may be taken as samples where no sample depends on the others, nor on which call this is.
        bool isPlain = context.Mask is null && Layer.Variables.All(variable => variable.Trainable);
        if (isPlain || x.Shape[1] == Shape.Unknown)
        {
            Tensor flat = Layer.Call(x.Reshape([-1, .. x.Shape[2..]]));
            return flat.Reshape([x.Shape[0], x.Shape[1], .. flat.Shape[1..]]);
        }

        Tensor[] sequences = context.Mask is null ? [Ops.SwapAxes(x, 0, 1)] : [Ops.SwapAxes(x, 0, 1), Ops.SwapAxes(context.Mask, 0, 1)];
        StepResults results = StepLosses.Scan(
            context,
            (_, slices) => new StepResults([], [Layer.Call(slices[0], new CallArguments().With("mask", slices.ElementAtOrDefault(1))).Single]),
            [], sequences, x.Shape[1]);
        return Ops.SwapAxes(results.Outputs[0], 0, 1);
    }
}
