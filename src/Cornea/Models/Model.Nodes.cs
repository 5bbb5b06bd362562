using Cornea.Layers;

namespace Cornea;

// What a model looks like inside, for those who draw it.
public partial class Model
{
    /// <summary>The calls of layers between the inputs and the outputs, each after those that it needs; the inputs' first.</summary>
    /// <exception cref="InvalidOperationException">It's a class of one's own, or a sequential model that hasn't seen its input's shape.</exception>
    public IReadOnlyList<ModelNode> Nodes
    {
        get
        {
            ModelGraph graph = KnownGraph;
            return [.. graph.InputCalls.Concat(graph.Calls).Select(call => new ModelNode(
                call.Layer, call.Inputs, TensorList.Create(call.Outputs), [.. call.Inputs.Select(graph.OriginOf).OfType<CallOutput>().Select(origin => origin.Call.Layer)]))];
        }
    }

    /// <summary>Which part of the image each place of a layer's output sees; of a layer that is called several times, its first call's.</summary>
    /// <param name="layer">The layer's name.</param>
    /// <returns>Null where every place sees all of the image: after flattening or global pooling.</returns>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    /// <exception cref="InvalidOperationException">It's a class of one's own, or a sequential model that hasn't seen its input's shape.</exception>
    public ReceptiveField? ReceptiveFieldOf(string layer)
    {
        ModelGraph graph = KnownGraph;
        LayerCall call = graph.CallsOf(GetLayer(layer))[0];
        ModelDetails.Field field = ModelDetails.Fields(graph)[call.Outputs[0]];
        return field == ModelDetails.Field.Everything ? null : new(field.Height, field.Width, field.StepHeight, field.StepWidth, field.Top, field.Left);
    }
}
