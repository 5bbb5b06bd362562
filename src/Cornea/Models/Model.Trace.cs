using Cornea.Graphs;

namespace Cornea;

public partial class Model
{
    /// <summary>What the model computes when it isn't trained, as operations between values: for whoever writes it to another format.</summary>
    /// <exception cref="InvalidOperationException">Its inputs aren't known yet.</exception>
    public TracedGraph Trace()
    {
        TensorList known = Inputs;
        Tensor[] inputs = [.. known.Select(input => Tensor.Placeholder(input.Spec))];
        using Trace trace = Graphs.Trace.Begin();
        TensorList outputs = Call(TensorList.Create(inputs), training: false);
        return TracedGraph.Of([.. inputs.Zip(InputNames!)], [.. outputs]);
    }
}
