using Cornea.Graphs;

namespace Cornea;

public partial class Model
{
    /// <summary>What the model computes when it isn't trained, as operations between values: for whoever writes it to another format.</summary>
    /// <exception cref="InvalidOperationException">Its inputs aren't known yet.</exception>
    /// <exception cref="ShapeException">Its inputs leave sizes open that something in it needs to be known.</exception>
    public TracedGraph Trace()
    {
        TensorList known = Inputs;
        Tensor[] inputs = [.. known.Select(input => Tensor.Placeholder(input.Spec))];
        using Trace trace = Graphs.Trace.Begin();
        TensorList outputs;
        try
        {
            outputs = Call(TensorList.Create(inputs), training: false);
        }
        catch (ShapeException error) when (known.Any(input => input.Shape.Skip(1).Contains(Shape.Unknown)))
        {
            throw new ShapeException($"Model '{Name}' leaves sizes of its inputs open ({string.Join(", ", known.Select(input => input.Shape))}), but what it computes depends on them; build it with an Input of known sizes, and load the weights into that. {error.Message}");
        }

        return TracedGraph.Of([.. inputs.Zip(InputNames!)], [.. outputs]);
    }
}
