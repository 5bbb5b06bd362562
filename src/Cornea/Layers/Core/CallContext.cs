using Cornea.Graphs;

namespace Cornea.Layers;

/// <summary>What a layer's call is told besides its inputs.</summary>
public sealed class CallContext
{
    [ThreadStatic]
    private static CallContext? _current;

    private readonly CallContext? _outer;
    private readonly string? _layerAround;

    private CallContext(Layer layer, CallContext? outer, bool training, CallArguments arguments, IReadOnlyList<Tensor?> masks)
    {
        Arguments = arguments;
        Masks = masks;
        Layer = layer;
        _outer = outer;
        _layerAround = Node.CurrentLayer;
        Node.CurrentLayer = $"{layer.ClassName} '{layer.Name}'";
        Training = training;
        Losses = outer?.Losses ?? [];
    }

    /// <summary>True while training: dropout drops, batch normalisation uses the batch's own statistics.</summary>
    public bool Training { get; }

    /// <summary>What the call was given besides its inputs.</summary>
    public CallArguments Arguments { get; }

    /// <summary>For each input which of its steps count: true where they do; null where all do.</summary>
    public IReadOnlyList<Tensor?> Masks { get; }

    /// <summary>The mask of the first input; null where all its steps count.</summary>
    public Tensor? Mask => Masks.Count > 0 ? Masks[0] : null;

    /// <summary>The innermost call that is under way on this thread.</summary>
    internal static CallContext? Current => _current;

    internal Layer Layer { get; }

    /// <summary>Penalties added so far in the outermost call.</summary>
    internal List<Tensor> Losses { get; }

    /// <summary>The names of the layers around, outermost first, models aside: what a weight's path begins with.</summary>
    internal static string Path()
    {
        string path = "";
        for (CallContext? context = _current; context is not null; context = context._outer)
            if (context.Layer.IsInPaths) path = $"{context.Layer.Name}/{path}";
        return path;
    }

    internal static CallContext Enter(Layer layer, bool training, CallArguments arguments, IReadOnlyList<Tensor?> masks) =>
        _current = new CallContext(layer, _current, training, arguments, masks);

    /// <summary>Makes it look as if no call were under way, until <see cref="Resume"/>.</summary>
    internal static CallContext? Suspend()
    {
        CallContext? around = _current;
        _current = null;
        return around;
    }

    internal static void Resume(CallContext? around) => _current = around;

    internal void Leave()
    {
        _current = _outer;
        Node.CurrentLayer = _layerAround;
    }
}
