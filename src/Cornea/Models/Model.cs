using Cornea.Layers;

namespace Cornea;

/// <summary>Layers between inputs and outputs, that can be trained, evaluated, asked for predictions, saved, and used as a layer.</summary>
/// <remarks>
/// <para>Either made from symbolic tensors, <c>new Model(inputs, outputs)</c>, or a class of one's own that overrides <c>Forward</c>, and
/// perhaps <see cref="TrainStep"/>; layers that <c>Forward</c> calls become part of it.</para>
/// <para><c>Predict</c> and <c>Call</c> may be used on many threads at once, the very first calls too; one thread at a time trains or evaluates.</para>
/// </remarks>
public partial class Model : Layer
{
    private ModelGraph? _graph;
    private VariableLock _lock = new();

    /// <summary>A model of all that lies between inputs and outputs.</summary>
    /// <param name="inputs">Tensors of <see cref="Layers.Input"/>, as a rule.</param>
    /// <param name="outputs">Symbolic tensors that were computed from them.</param>
    /// <param name="name">What messages, summaries and files call it.</param>
    /// <exception cref="ArgumentException">An output depends on something else, or two layers have one name.</exception>
    public Model(TensorList inputs, TensorList outputs, string? name = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        Become(new ModelGraph(inputs, outputs, Label));
    }

    /// <summary>For a class of one's own.</summary>
    protected Model(string? name = null)
        : base(name)
    {
    }

    /// <inheritdoc/>
    public override string ClassName => GetType() == typeof(Model) ? "Functional" : base.ClassName;

    /// <summary>The layers, from the inputs to the outputs. A sequential model's input layer isn't among them.</summary>
    /// <remarks>Of a class of one's own: those in its fields and properties, then those that it calls.</remarks>
    public virtual LayerList Layers
    {
        get
        {
            if (Graph is { } graph) return new(graph.Layers);
            AdoptFields();
            return new(base.SubLayers);
        }
    }

    /// <summary>The symbolic inputs.</summary>
    /// <exception cref="InvalidOperationException">It's a class of one's own, or a sequential model that hasn't seen its input's shape.</exception>
    public TensorList Inputs => TensorList.Create([.. KnownGraph.Inputs]);

    /// <summary>The symbolic outputs.</summary>
    /// <exception cref="InvalidOperationException">It's a class of one's own, or a sequential model that hasn't seen its input's shape.</exception>
    public TensorList Outputs => TensorList.Create([.. KnownGraph.Outputs]);

    /// <summary>The only input's shape, the batch unknown; of a class of one's own, that of its first call.</summary>
    /// <exception cref="InvalidOperationException">There are several inputs, or the shape isn't known yet.</exception>
    public Shape InputShape => Only(Graph is { } graph ? [.. graph.Inputs.Select(input => input.Shape)] : SeenInputs, "input", nameof(Inputs));

    /// <summary>The only output's shape, the batch unknown; of a class of one's own, that of its first call.</summary>
    /// <exception cref="InvalidOperationException">There are several outputs, or the shape isn't known yet.</exception>
    public Shape OutputShape => Only(Graph is { } graph ? [.. graph.Outputs.Select(output => output.Shape)] : SeenOutputs, "output", nameof(Outputs));

    /// <summary>The only symbolic input.</summary>
    public new Tensor Input => Inputs.Single;

    /// <summary>The only symbolic output.</summary>
    public new Tensor Output => Outputs.Single;

    /// <summary>The calls inside; null for a class of one's own, and until a sequential model knows its input's shape.</summary>
    internal virtual ModelGraph? Graph => _graph;

    /// <summary>The names of the outputs, by which losses and metrics may be given: those of the layers that they come from.</summary>
    internal IReadOnlyList<string>? OutputNames => Graph is not { } graph ? null : UniqueNames(graph.Outputs.Select(output => graph.OriginOf(output)!.Call.Layer.Name));

    /// <summary>The names of the inputs.</summary>
    internal IReadOnlyList<string>? InputNames => Graph?.InputCalls.Select(call => call.Layer.Name).ToArray();

    internal override IReadOnlyList<Layer> SubLayers => Layers;

    internal override bool IsInPaths => false;

    private ModelGraph KnownGraph => Graph ?? throw new InvalidOperationException(
        $"{Label}: its inputs and outputs aren't known yet. Begin it with an Input, or call it on data first.");

    /// <summary>The layer of a name.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists those there are.</exception>
    public Layer GetLayer(string name) => Layers.FirstOrDefault(layer => layer.Name == name)
        ?? throw new ArgumentException($"{Label}: there is no layer '{name}'; there are {string.Join(", ", Layers.Select(layer => layer.Name))}.", nameof(name));

    /// <summary>The layer of a position, from 0; negative counts from the end.</summary>
    public Layer GetLayer(int index) => index >= -Layers.Count && index < Layers.Count
        ? Layers[index < 0 ? index + Layers.Count : index]
        : throw new ArgumentOutOfRangeException(nameof(index), $"{Label}: expected an index between {-Layers.Count} and {Layers.Count - 1}, got {index}.");

    /// <summary>The layer of a position among those of a class.</summary>
    public T GetLayer<T>(int index = 0)
        where T : Layer
    {
        T[] layers = [.. Layers.OfType<T>()];
        return index >= 0 && index < layers.Length ? layers[index]
            : throw new ArgumentOutOfRangeException(nameof(index), $"{Label}: expected an index below {layers.Length}, the number of its {typeof(T).Name} layers, got {index}.");
    }

    internal override long MultiplyAdds(Shape[] inputs, Shape output) => Graph is not { } graph ? 0
        : graph.Calls.Sum(call => call.Layer.MultiplyAdds([.. call.Inputs.Select(input => input.Shape)], call.Outputs[0].Shape));

    internal override void Adopt(Layer layer)
    {
        if (Graph is null) base.Adopt(layer); // With a graph, the graph's layers are all there are.
    }

    internal override void Share(VariableLock guard)
    {
        _lock = guard;
        base.Share(guard);
    }

    private protected void ShareOwnLock() => Share(_lock);

    /// <summary>Takes over the calls between symbolic inputs and outputs.</summary>
    private protected void Become(ModelGraph graph)
    {
        _graph = graph;
        MarkBuilt();
        Share(_lock);
    }

    /// <inheritdoc/>
    protected override TensorList Forward(TensorList inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (Graph is not { } graph) return base.Forward(inputs, context);
        return graph.Replay(TensorList.Create([.. inputs.Select((input, index) => Fitted(input, graph.Inputs[index])!.Cast(graph.Inputs[index].DType))]));
    }

    private protected override void CheckInputs(TensorList inputs)
    {
        if (Graph is not { } graph)
        {
            base.CheckInputs(inputs);
            return;
        }

        if (inputs.Count != graph.Inputs.Count)
            throw new ArgumentException($"{Label}: expected {graph.Inputs.Count} input(s), {string.Join(", ", InputNames!)}, got {inputs.Count}.");
        for (int index = 0; index < inputs.Count; index++)
        {
            if (Fitted(inputs[index], graph.Inputs[index]) is null)
                throw ShapeError($"expected shape {graph.Inputs[index].Shape} for input '{InputNames![index]}', got {inputs[index].Shape}.");
        }
    }

    // As Keras does: a last axis of size 1 may be missing, or be there too many.
    private static Tensor? Fitted(Tensor x, Tensor expected)
    {
        Shape wanted = expected.Shape;
        if (x.Rank == wanted.Rank + 1 && x.Shape[^1] == 1 && Matches(x.Shape[..^1], wanted)) return x.Squeeze(-1);
        if (x.Rank + 1 == wanted.Rank && wanted[^1] == 1 && Matches(x.Shape, wanted[..^1])) return x.ExpandDims(-1);
        return Matches(x.Shape, wanted) ? x : null;
    }

    private static bool Matches(Shape shape, Shape wanted) => shape.Rank == wanted.Rank
        && Enumerable.Range(0, shape.Rank).All(axis => shape[axis] == wanted[axis] || wanted[axis] == Shape.Unknown || shape[axis] == Shape.Unknown);

    private Shape Only(Shape[]? shapes, string what, string all) => shapes switch
    {
        [var only] => only,
        null => throw new InvalidOperationException($"{Label}: its {what}'s shape isn't known yet. Begin it with an Input, or call it on data first."),
        _ => throw new InvalidOperationException($"{Label}: has {shapes.Length} {what}s; take their shapes from {all}."),
    };

    private static string[] UniqueNames(IEnumerable<string> names)
    {
        var counts = new Dictionary<string, int>();
        var unique = new List<string>();
        foreach (string name in names)
        {
            int count = counts.GetValueOrDefault(name);
            counts[name] = count + 1;
            unique.Add(count == 0 ? name : $"{name}_{count}");
        }

        return [.. unique];
    }
}
