using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Onnx.Tests;

/// <summary>How many transposes a model's compiled graph has.</summary>
internal static class TransposeCount
{
    public static int Of(Model model)
    {
        Tensor[] inputs = [.. model.Inputs.Select(input => Tensor.Placeholder(input.Spec))];
        using Trace trace = Trace.Begin();
        Graph graph = GraphCapture.Traced(inputs, [.. model.Call(TensorList.Create(inputs), training: false)], trace);
        return Compiler.GraphCompiler.Optimize(graph).Nodes.Count(node => node.Op is Transpose);
    }
}
