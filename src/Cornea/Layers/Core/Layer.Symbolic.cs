using System.Runtime.ExceptionServices;
using Cornea.Graphs;

namespace Cornea.Layers;

// Calls while a model is built: recorded, with the shapes that come out.
public abstract partial class Layer
{
    private readonly List<LayerCall> _calls = [];

    /// <summary>The symbolic input of the layer's first recorded call: where a part of a model may begin.</summary>
    /// <exception cref="InvalidOperationException">It's not part of a model, or has several inputs.</exception>
    public Tensor Input => FirstCall.Inputs.Count == 1 ? FirstCall.Inputs[0] : throw Several("inputs", FirstCall.Inputs.Count);

    /// <summary>The symbolic output of the layer's first recorded call: where a part of a model may end.</summary>
    /// <exception cref="InvalidOperationException">It's not part of a model, or has several outputs.</exception>
    public Tensor Output => FirstCall.Outputs.Length == 1 ? FirstCall.Outputs[0] : throw Several("outputs", FirstCall.Outputs.Length);

    private LayerCall FirstCall
    {
        get
        {
            lock (BuildLock.Shared)
                return _calls.Count > 0 ? _calls[0] : throw new InvalidOperationException(
                    $"{Label}: isn't part of a model yet, so it has no symbolic input or output; call it on an Input's tensor first.");
        }
    }

    /// <summary>The shapes that come out for shapes that go in; the weights are created if they aren't there.</summary>
    internal virtual TensorSpec[] Infer(TensorList inputs, CallArguments arguments)
    {
        // A throw-away trace: nothing is computed, and what the layer assigns is forgotten.
        using Trace trace = Trace.Begin();
        return [.. ApplyOpen(inputs, training: false, arguments).Select(output => output.Spec)];
    }

    // Of sizes that aren't known some steps can't be taken: then only the shapes that come out are found.
    private TensorList ApplyOpen(TensorList inputs, bool training, CallArguments arguments)
    {
        try
        {
            return Apply(inputs, training, arguments);
        }
        catch (ShapeException error) when (!error.WantsKnownSizes && IsWhollyBuilt && HasUnknownSizes(inputs, arguments))
        {
            return TensorList.Create([.. Tried(inputs, arguments, error).Select(spec => Tensor.Symbolic(spec, typeof(StandIns)))]);
        }
    }

    // By sizes in the place of those that aren't known. Where none fits, the first error says more.
    private TensorSpec[] Tried(TensorList inputs, CallArguments arguments, ShapeException first)
    {
        try
        {
            return StandIns.Infer([.. inputs, .. arguments.All], given => Apply(
                TensorList.Create(given[..inputs.Count]), training: false, arguments.Tensors.Count == 0 ? arguments : arguments.Replace(given[inputs.Count..])));
        }
        catch (ShapeException)
        {
            ExceptionDispatchInfo.Throw(first);
            throw;
        }
    }

    // Weights made for sizes that were only tried would be wrong ones.
    private bool IsWhollyBuilt => IsBuilt && SubLayers.All(layer => layer.IsWhollyBuilt);

    private static bool HasUnknownSizes(TensorList inputs, CallArguments arguments) => inputs.Concat(arguments.All).Any(input => input.IsSymbolic && input.Shape.Skip(1).Contains(Shape.Unknown));

    internal LayerCall AddCall(TensorList inputs, bool? training, IEnumerable<TensorSpec> outputs, CallArguments? arguments = null) =>
        Add(new LayerCall(this, inputs, training, _calls.Count, arguments ?? CallArguments.None).Give(outputs));

    /// <summary>A call whose outputs are there already.</summary>
    internal LayerCall AddCall(TensorList inputs, Tensor[] outputs, CallArguments arguments) => Add(new LayerCall(this, inputs, null, _calls.Count, arguments).Take(outputs));

    private LayerCall Add(LayerCall call)
    {
        lock (BuildLock.Shared) _calls.Add(call);
        return call;
    }

    private TensorList Record(TensorList inputs, bool? training, CallArguments arguments)
    {
        lock (BuildLock.Shared)
        {
            EnsureFits(inputs);
            TensorSpec[] outputs = Infer(inputs, arguments);
            _callLosses = []; // The penalties of the throw-away trace mean nothing.
            return TensorList.Create(AddCall(inputs, training, outputs, arguments).Outputs);
        }
    }

    private InvalidOperationException Several(string what, int count) => new($"{Label}: has {count} {what}; take them from the model's list.");
}
