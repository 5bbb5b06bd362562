using System.Collections;
using System.Text.Json.Nodes;
using Cornea.Layers;

namespace Cornea;

/// <summary>Layers one after the other: <c>new Sequential { new Input(28, 28, 1), new Flatten(), new Dense(10) }</c>, or from a list.</summary>
/// <remarks>
/// With an <see cref="Layers.Input"/> (or a model) at its beginning, each layer is checked and built as it is added; without one, when the model
/// first sees data.
/// </remarks>
public sealed class Sequential : Model, IEnumerable<Layer>
{
    private readonly List<Layer> _layers = [];
    private Tensor? _input;
    private Tensor? _output;
    private volatile ModelGraph? _sequence;

    /// <summary>A model without layers yet.</summary>
    /// <param name="name">What messages, summaries and files call it.</param>
    public Sequential(string? name = null)
        : base(name)
    {
    }

    /// <summary>A model of the given layers.</summary>
    /// <param name="layers">From the input to the output.</param>
    /// <param name="name">What messages, summaries and files call it.</param>
    public Sequential(IEnumerable<Layer> layers, string? name = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(layers);
        AddAll(layers);
    }

    /// <inheritdoc/>
    public override LayerList Layers => new(_layers);

    internal override ModelGraph? Graph
    {
        get
        {
            if (_sequence is { } known) return known;
            lock (BuildLock.Shared)
            {
                if (_sequence is null && _output is not null) _sequence = new ModelGraph(_input!, _output, Label);
                return _sequence;
            }
        }
    }

    /// <summary>The input layer; null if there is none.</summary>
    internal Input? InputLayer => (_input?.Origin as CallOutput)?.Call.Layer as Input;

    /// <summary>Adds a layer at the end. One that is there already may be added again: it's applied twice, with the same weights.</summary>
    /// <exception cref="ArgumentException">There is another layer of its name.</exception>
    /// <exception cref="ShapeException">It doesn't fit behind the layer before it.</exception>
    public void Add(Layer layer)
    {
        ArgumentNullException.ThrowIfNull(layer);
        Append(layer, _layers.Any(known => known.Name == layer.Name && !ReferenceEquals(known, layer)));
        Renew();
    }

    // What the whole model must know is done once, not after each layer.
    private void AddAll(IEnumerable<Layer> layers)
    {
        var names = new Dictionary<string, Layer>();
        foreach (Layer layer in layers)
        {
            ArgumentNullException.ThrowIfNull(layer, nameof(layers));
            Append(layer, isNameTaken: layer is not Cornea.Layers.Input && !names.TryAdd(layer.Name, layer) && !ReferenceEquals(names[layer.Name], layer));
        }

        Renew();
    }

    private void Append(Layer layer, bool isNameTaken)
    {
        if (layer is Input input)
        {
            if (_input is not null || _layers.Count > 0) throw new ArgumentException($"{Label}: {layer} must be the first layer, and the only Input.", nameof(layer));
            _input = _output = input.Tensor;
            return;
        }

        if (isNameTaken)
            throw new ArgumentException($"{Label}: there is a layer '{layer.Name}' already; names must be unique, give one another name.", nameof(layer));
        if (_input is null && _layers.Count == 0 && layer is Model { Graph: { Inputs.Count: 1 } start }) // A model brings its own input's shape.
            _input = _output = new Input(start.Inputs[0].Shape[1..], dtype: start.Inputs[0].DType).Tensor;
        if (_output is not null) _output = Extend(_output, layer);
        _layers.Add(layer);
    }

    /// <summary>Takes the last layer off.</summary>
    /// <returns>The layer.</returns>
    public Layer Pop()
    {
        if (_layers.Count == 0) throw new InvalidOperationException($"{Label}: there is no layer to take off.");
        Layer last = _layers[^1];
        _layers.RemoveAt(_layers.Count - 1);
        if (_output?.Origin is CallOutput { Call: { } call } && ReferenceEquals(call.Layer, last)) _output = call.Inputs[0];
        Renew();
        return last;
    }

    /// <inheritdoc/>
    public IEnumerator<Layer> GetEnumerator() => _layers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    public override LayerConfig GetConfig()
    {
        Input? input = InputLayer;
        LayerConfig config = new LayerConfig()
            .With("name", Name)
            .With("trainable", Trainable)
            .With("dtype", ConfigValues.Policy(DType.Float32))
            .With("layers", SharedLayers.Within(() => new JsonArray([.. (input is null ? _layers : [input, .. _layers]).Select(layer => layer.ToJson())])));
        return _input is null ? config : config.With("build_input_shape", ConfigValues.ShapeJson(_input.Shape));
    }

    internal static Sequential FromConfig(LayerConfig config, LayerReader reader)
    {
        if (config.Json["layers"] is not JsonArray layers) throw new InvalidDataException("Sequential: expected a list of layers, got none.");
        var model = new Sequential(config.GetString("name"));
        model.AddAll(layers.Select(reader.Read));
        if (model._input is null && (config.Has("build_input_shape") ? config.GetInts("build_input_shape") : null) is { Length: > 0 } shape)
            model.EnsureBuilt([new Shape(shape)]);
        return model;
    }

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        if (_output is not null) return;
        if (_layers.Count == 0) throw new InvalidOperationException($"{Label}: there are no layers; add some first.");
        bool[] wereBuilt = [.. _layers.Select(layer => layer.IsBuilt)];
        Tensor first = new Input(input[1..]).Tensor, last = first;
        try
        {
            foreach (Layer layer in _layers) last = Extend(last, layer);
        }
        catch
        {
            for (int index = 0; index < wereBuilt.Length; index++)
                if (!wereBuilt[index]) _layers[index].Unbuild();
            throw;
        }

        (_input, _output) = (first, last);
        Renew();
    }

    private Tensor Extend(Tensor end, Layer layer)
    {
        CallContext? around = CallContext.Suspend(); // Built on first use inside another layer's call, it is recorded all the same.
        try
        {
            return layer.Call(end);
        }
        finally
        {
            CallContext.Resume(around);
        }
    }

    private void Renew()
    {
        _sequence = null;
        ForgetPrograms();
        if (_output is not null && _layers.Count > 0) MarkBuilt();
        if (!Trainable && _layers.Count > 0) _layers[^1].Trainable = false;
        ShareOwnLock();
    }
}
