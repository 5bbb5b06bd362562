using Cornea.Layers;

namespace Cornea;

/// <summary>One call of a layer within a model: what goes in, what comes out, and which layers that came from.</summary>
/// <param name="Layer">Who is called. A shared layer has a node for each of its calls.</param>
/// <param name="Inputs">What goes in: symbolic tensors, and perhaps data.</param>
/// <param name="Outputs">What comes out; the batch is unknown.</param>
/// <param name="Sources">The layers that the symbolic inputs come from, in their order.</param>
public sealed record ModelNode(Layer Layer, TensorList Inputs, TensorList Outputs, IReadOnlyList<Layer> Sources);
