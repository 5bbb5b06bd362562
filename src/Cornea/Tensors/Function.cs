using Cornea.Graphs;

namespace Cornea;

/// <summary>Compiles a C# function on tensors: traced once for each combination of input shapes, then run as one plan.</summary>
/// <remarks>
/// While tracing, the function's tensors have shapes but no values; C# side effects happen then and only then. Variables may be read and
/// assigned: the final values are published together when a run has ended.
/// </remarks>
public static class Function
{
    /// <summary>Compiles a function of one tensor.</summary>
    public static CompiledFunction Compile(Func<Tensor, Tensor> body) => new(inputs => body(inputs[0]), 1);

    /// <summary>Compiles a function of two tensors.</summary>
    public static CompiledFunction Compile(Func<Tensor, Tensor, Tensor> body) => new(inputs => body(inputs[0], inputs[1]), 2);

    /// <summary>Compiles a function of three tensors.</summary>
    public static CompiledFunction Compile(Func<Tensor, Tensor, Tensor, Tensor> body) =>
        new(inputs => body(inputs[0], inputs[1], inputs[2]), 3);

    /// <summary>Compiles a function of any number of tensors, with any number of results.</summary>
    /// <param name="body">The function.</param>
    /// <param name="inputCount">How many tensors it takes.</param>
    public static CompiledFunction Compile(Func<TensorList, TensorList> body, int inputCount) => new(body, inputCount);
}
