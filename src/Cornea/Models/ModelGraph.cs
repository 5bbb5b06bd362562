using Cornea.Layers;

namespace Cornea;

/// <summary>The calls between a model's inputs and outputs, in an order in which they can be replayed, and the layers in Keras' order.</summary>
internal sealed class ModelGraph
{
    private readonly Dictionary<Tensor, Tensor> _replaced = new(ReferenceEqualityComparer.Instance);
    private readonly List<LayerCall> _calls = [];
    private readonly List<Layer> _met = [];
    private readonly Dictionary<Layer, LayerCall[]> _callsOf;
    private readonly Dictionary<LayerCall, int> _places = new(ReferenceEqualityComparer.Instance);

    public ModelGraph(TensorList inputs, TensorList outputs, string label)
    {
        CheckInputs(inputs, label);
        Inputs = [.. inputs];
        Outputs = [.. outputs];
        InputCalls = [.. Inputs.Select(InputCall)];
        Walk(label);
        _callsOf = InputCalls.Concat(_calls).GroupBy(call => call.Layer, ReferenceEqualityComparer.Instance)
            .ToDictionary(calls => (Layer)calls.Key!, calls => calls.OrderBy(call => call.Index).ToArray(), (IEqualityComparer<Layer>)ReferenceEqualityComparer.Instance);
        foreach (LayerCall[] calls in _callsOf.Values)
            for (int place = 0; place < calls.Length; place++) _places[calls[place]] = place;
        Layers = Sort();
        CheckNames(label);
    }

    /// <summary>The symbolic tensors that values are put in for.</summary>
    public IReadOnlyList<Tensor> Inputs { get; }

    /// <summary>The symbolic tensors whose values come out.</summary>
    public IReadOnlyList<Tensor> Outputs { get; }

    /// <summary>The input layers' calls, in the order of the inputs.</summary>
    public IReadOnlyList<LayerCall> InputCalls { get; }

    /// <summary>All other calls; each after those that it needs.</summary>
    public IReadOnlyList<LayerCall> Calls => _calls;

    /// <summary>The layers, as Keras orders them: by their distance from the outputs, the farthest first.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>The call that a symbolic tensor of this graph comes from, and which of its outputs it is; null for data.</summary>
    public CallOutput? OriginOf(Tensor tensor) => _replaced.TryGetValue(tensor, out Tensor? input) ? Origin(input) : Origin(tensor);

    /// <summary>The graph's calls of a layer, in the order in which they were made.</summary>
    public IReadOnlyList<LayerCall> CallsOf(Layer layer) => _callsOf.GetValueOrDefault(layer, []);

    /// <summary>Which of the graph's calls of its layer a call is.</summary>
    public int PlaceOf(LayerCall call) => _places[call];

    /// <summary>Calls the layers again, on other tensors.</summary>
    public TensorList Replay(TensorList inputs)
    {
        var values = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
        for (int index = 0; index < Inputs.Count; index++) values[Inputs[index]] = inputs[index];
        foreach (LayerCall call in _calls)
        {
            TensorList results = call.Replay([.. call.Inputs.Select(Value)]);
            for (int index = 0; index < results.Count; index++) values[call.Outputs[index]] = results[index];
        }

        return TensorList.Create([.. Outputs.Select(Value)]);

        Tensor Value(Tensor tensor) => values.GetValueOrDefault(tensor, tensor);
    }

    private static void CheckInputs(TensorList inputs, string label)
    {
        if (inputs.Count == 0) throw new ArgumentException($"{label}: expected at least one input, got none.");
        foreach (Tensor input in inputs)
            if (!input.IsSymbolic) throw new ArgumentException($"{label}: expected the symbolic tensor of an Input among the inputs, got data of shape {input.Shape}.");
        if (inputs.Distinct().Count() != inputs.Count) throw new ArgumentException($"{label}: the same tensor is among the inputs twice.");
    }

    /// <summary>Where a symbolic tensor comes from. Loose operations get a layer of their own, the same for every model.</summary>
    private static CallOutput? Origin(Tensor tensor)
    {
        if (tensor.Origin is CallOutput output) return output;
        return tensor.IsSymbolic && tensor.Producer is { } node ? OperationLayer.OutputOf(node, tensor.OutputIndex) : null;
    }

    // A model may begin in the middle of another one: there a new Input takes the place of what lies before.
    private LayerCall InputCall(Tensor tensor)
    {
        if (tensor.Origin is CallOutput { Call.Layer: Input } known) return known.Call;
        var input = new Input(tensor.Shape[1..], tensor.Shape[0] == Shape.Unknown ? null : tensor.Shape[0], tensor.DType);
        _replaced[tensor] = input.Tensor;
        return ((CallOutput)input.Tensor.Origin!).Call;
    }

    private void Walk(string label)
    {
        var inputs = new HashSet<Tensor>(Inputs, ReferenceEqualityComparer.Instance);
        var seen = new HashSet<LayerCall>(ReferenceEqualityComparer.Instance);
        var known = new HashSet<Layer>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<(LayerCall Call, int Next)>();
        foreach (Tensor output in Outputs)
        {
            if (!output.IsSymbolic)
                throw new ArgumentException($"{label}: expected symbolic outputs that depend on the inputs, got data of shape {output.Shape}.");
            Enter(output);
            while (pending.TryPop(out (LayerCall Call, int Next) top))
            {
                if (top.Next == top.Call.Inputs.Count)
                {
                    _calls.Add(top.Call);
                    continue;
                }

                pending.Push((top.Call, top.Next + 1));
                Enter(top.Call.Inputs[top.Next]);
            }
        }

        void Enter(Tensor tensor)
        {
            if (OriginOf(tensor) is not { } origin) return;
            Layer layer = origin.Call.Layer;
            if (known.Add(layer)) _met.Add(layer);
            if (inputs.Contains(tensor)) return;
            if (layer is Input)
                throw new ArgumentException($"{label}: an output depends on {layer}, which isn't among the inputs.");
            if (seen.Add(origin.Call)) pending.Push((origin.Call, 0));
        }
    }

    // Keras' map_graph: a layer's depth is its longest way to an output; equal depths stay in the order they were met in.
    private Layer[] Sort()
    {
        var depthOfCall = new Dictionary<LayerCall, int>(ReferenceEqualityComparer.Instance);
        var depthOfLayer = new Dictionary<Layer, int>(ReferenceEqualityComparer.Instance);
        for (int index = _calls.Count - 1; index >= 0; index--)
        {
            LayerCall call = _calls[index];
            int depth = Math.Max(depthOfCall.GetValueOrDefault(call), depthOfLayer.GetValueOrDefault(call.Layer));
            depthOfLayer[call.Layer] = depth;
            foreach (Tensor tensor in call.Inputs)
            {
                if (OriginOf(tensor) is not { } origin) continue;
                depthOfCall[origin.Call] = Math.Max(depth + 1, depthOfCall.GetValueOrDefault(origin.Call));
            }
        }

        foreach (LayerCall call in InputCalls) depthOfLayer[call.Layer] = depthOfCall.GetValueOrDefault(call);
        var order = new Dictionary<Layer, int>(ReferenceEqualityComparer.Instance);
        foreach (Layer layer in _met) order[layer] = order.Count;
        return [.. depthOfLayer.Keys.OrderByDescending(layer => depthOfLayer[layer]).ThenBy(layer => order.GetValueOrDefault(layer, -1))];
    }

    private void CheckNames(string label)
    {
        if (Layers.GroupBy(layer => layer.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"{label}: two layers are called '{twice.Key}': {string.Join(" and ", twice.Select(layer => layer.ClassName))}. Names must be unique; give one another name.");
    }
}
