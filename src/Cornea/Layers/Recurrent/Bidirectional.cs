using System.Text.Json.Nodes;

namespace Cornea.Layers;

/// <summary>A recurrent layer run over a sequence from both ends.</summary>
/// <remarks>
/// <para>Input [batch, steps, …]; output: both results merged; then the states of both, with returnState. Named arguments of the call as for
/// <see cref="RNN"/>; <c>initial_state</c> holds the forward layer's states, then the backward layer's.</para>
/// <para>Source: Schuster &amp; Paliwal 1997; Keras 3, Bidirectional. Golden cases: layers/rnn_06.</para>
/// </remarks>
public sealed class Bidirectional : Layer
{
    private static readonly string[] Known = ["sum", "mul", "ave", "concat"];

    /// <summary>Around a recurrent layer, which is copied for both directions.</summary>
    /// <param name="layer">The layer for the forward direction.</param>
    /// <param name="mergeMode"><c>sum</c>, <c>mul</c>, <c>ave</c>, <c>concat</c> (the default), or null: both results, one after the other.</param>
    /// <param name="backwardLayer">The layer for the other direction; null for a copy of <paramref name="layer"/>.</param>
    /// <param name="customObjects">How cells of one's own are made of their settings, by class name: for the copies.</param>
    /// <param name="name">Unique within the model.</param>
    /// <exception cref="ArgumentException">The layer has a cell of one's own that isn't in <paramref name="customObjects"/>, or the two layers don't go together.</exception>
    public Bidirectional(
        RNN layer, string? mergeMode = "concat", RNN? backwardLayer = null, Dictionary<string, Func<LayerConfig, Layer>>? customObjects = null,
        string? name = null)
        : this(layer, mergeMode, backwardLayer, new LayerReader(customObjects), name)
    {
    }

    private Bidirectional(RNN layer, string? mergeMode, RNN? backwardLayer, LayerReader reader, string? name)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(layer);
        MergeMode = mergeMode is null || Known.Contains(mergeMode) ? mergeMode
            : throw ArgumentError(nameof(mergeMode), $"expected one of {string.Join(", ", Known)} or null, got '{mergeMode}'.");
        try
        {
            ForwardLayer = Track(Copy(layer, "forward_", backwards: null, reader));
            BackwardLayer = Track(backwardLayer is null ? Copy(layer, "backward_", backwards: true, reader) : Copy(backwardLayer, "", null, reader));
        }
        catch (InvalidDataException error)
        {
            throw ArgumentError(nameof(layer), $"expected a layer that can be copied for both directions. {error.Message}");
        }

        if (ForwardLayer.GoBackwards == BackwardLayer.GoBackwards)
            throw ArgumentError(nameof(backwardLayer), $"expected layers that go in different directions, both have goBackwards {ForwardLayer.GoBackwards}.");
        if (ForwardLayer.ReturnSequences != BackwardLayer.ReturnSequences || ForwardLayer.ReturnState != BackwardLayer.ReturnState
            || ForwardLayer.Stateful != BackwardLayer.Stateful)
            throw ArgumentError(nameof(backwardLayer), "expected layers that agree on returnSequences, returnState and stateful.");
        InputSpec = ForwardLayer.InputSpec;
    }

    /// <summary>How the two results are merged; null gives both.</summary>
    public string? MergeMode { get; }

    /// <summary>The layer for the forward direction.</summary>
    public RNN ForwardLayer { get; }

    /// <summary>The layer for the other direction.</summary>
    public RNN BackwardLayer { get; }

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("merge_mode", MergeMode)
        .With("layer", ForwardLayer.ToJson())
        .With("backward_layer", BackwardLayer.ToJson());

    internal static Bidirectional FromConfig(LayerConfig config, LayerReader reader)
    {
        string? mode = config.Json.ContainsKey("merge_mode") ? config.GetString("merge_mode") : "concat";
        RNN? backward = config.Has("backward_layer") ? Read(config.Json["backward_layer"], reader) : null;
        return new Bidirectional(Read(config.Json["layer"], reader), mode, backward, reader, config.GetString("name"));
    }

    /// <summary>Forgets the states that were kept from batch to batch.</summary>
    public void ResetState()
    {
        ForwardLayer.ResetState();
        BackwardLayer.ResetState();
    }

    internal override IEnumerable<SavedLayer> SavedLayers => [new SavedLayer("forward_layer", ForwardLayer), new SavedLayer("backward_layer", BackwardLayer)];

    internal override bool TakesMask => true;

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        BuildInside(ForwardLayer, input);
        BuildInside(BackwardLayer, input);
    }

    /// <inheritdoc/>
    protected override TensorList Forward(TensorList inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(context);
        IReadOnlyList<Tensor?>? states = context.Arguments["initial_state"] ?? (inputs.Count > 1 ? [.. inputs.Skip(1)] : null);
        int half = (states?.Count ?? 0) / 2;
        TensorList forward = ForwardLayer.Call([inputs[0]], Arguments(context, states?.Take(half)));
        TensorList backward = BackwardLayer.Call([inputs[0]], Arguments(context, states?.Skip(half)));
        Tensor last = ForwardLayer.ReturnSequences ? FlipSteps(backward[0]) : backward[0];
        Tensor[] merged = MergeMode switch
        {
            "concat" => [Ops.Concatenate([forward[0], last], -1)],
            "sum" => [forward[0] + last],
            "ave" => [(forward[0] + last) / 2],
            "mul" => [forward[0] * last],
            _ => [forward[0], last],
        };
        return TensorList.Create([.. merged, .. forward.Skip(1), .. backward.Skip(1)]);
    }

    private static Tensor FlipSteps(Tensor x) => x.Shape[1] == Shape.Unknown ? x : Ops.Flip(x, 1);

    private static CallArguments Arguments(CallContext context, IEnumerable<Tensor?>? states)
    {
        CallArguments arguments = new CallArguments().With("mask", context.Mask);
        if (states is not null) arguments["initial_state"] = [.. states];
        return arguments;
    }

    // Masked steps give zeros in sequences, so that neither direction repeats what the other saw.
    private static RNN Copy(RNN layer, string prefix, bool? backwards, LayerReader reader)
    {
        JsonObject json = layer.ToJson().AsObject();
        JsonObject config = json["config"]!.AsObject();
        config["name"] = layer.Name.StartsWith(prefix, StringComparison.Ordinal) ? layer.Name : prefix + layer.Name;
        if (backwards is { } direction) config["go_backwards"] = direction;
        config["zero_output_for_mask"] = layer.ReturnSequences;
        return Read(json, reader.Apart());
    }

    private static RNN Read(JsonNode? json, LayerReader reader) => reader.Read(json) as RNN
        ?? throw new InvalidDataException($"Bidirectional: expected a recurrent layer, got {json?["class_name"]?.ToJsonString() ?? "null"}.");
}
