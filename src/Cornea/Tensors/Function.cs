using Cornea.Graphs;

namespace Cornea;

/// <summary>Compiles a C# function on tensors: traced once for each combination of input shapes, then run as one plan.</summary>
/// <remarks>
/// While tracing, the function's tensors have shapes but no values; C# side effects happen then and only then. Variables may be read and
/// assigned: the final values are published together when a run has ended.
/// </remarks>
public static class Function
{
    /// <summary>Compiles a function without arguments.</summary>
    public static CompiledFunction Compile(Func<Tensor> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(_ => body(), 0);
    }

    /// <summary>Compiles a function of one tensor.</summary>
    public static CompiledFunction Compile(Func<Tensor, Tensor> body) => new(inputs => body(inputs[0]), 1);

    /// <summary>Compiles a function of two tensors.</summary>
    public static CompiledFunction Compile(Func<Tensor, Tensor, Tensor> body) => new(inputs => body(inputs[0], inputs[1]), 2);

    /// <summary>Compiles a function of three tensors.</summary>
    public static CompiledFunction Compile(Func<Tensor, Tensor, Tensor, Tensor> body) =>
        new(inputs => body(inputs[0], inputs[1], inputs[2]), 3);

    /// <summary>Compiles a function without arguments with several results, such as a tuple or a list.</summary>
    public static CompiledFunction Compile(Func<TensorList> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(_ => body(), 0);
    }

    /// <summary>Compiles a function of one tensor with several results, such as a tuple or a list.</summary>
    public static CompiledFunction Compile(Func<Tensor, TensorList> body) => new(inputs => body(inputs[0]), 1);

    /// <summary>Compiles a function of two tensors with several results, such as a tuple or a list.</summary>
    public static CompiledFunction Compile(Func<Tensor, Tensor, TensorList> body) => new(inputs => body(inputs[0], inputs[1]), 2);

    /// <summary>Compiles a function of three tensors with several results, such as a tuple or a list.</summary>
    public static CompiledFunction Compile(Func<Tensor, Tensor, Tensor, TensorList> body) =>
        new(inputs => body(inputs[0], inputs[1], inputs[2]), 3);

    /// <summary>Compiles something that only assigns variables.</summary>
    public static CompiledFunction Compile(Action body) => WithoutResult(_ => body(), 0);

    /// <summary>Compiles something that only assigns variables, given a tensor.</summary>
    public static CompiledFunction Compile(Action<Tensor> body) => WithoutResult(inputs => body(inputs[0]), 1);

    /// <summary>Compiles something that only assigns variables, given two tensors.</summary>
    public static CompiledFunction Compile(Action<Tensor, Tensor> body) => WithoutResult(inputs => body(inputs[0], inputs[1]), 2);

    /// <summary>Compiles something that only assigns variables, given three tensors.</summary>
    public static CompiledFunction Compile(Action<Tensor, Tensor, Tensor> body) => WithoutResult(inputs => body(inputs[0], inputs[1], inputs[2]), 3);

    /// <summary>Compiles a function of any number of tensors, with any number of results.</summary>
    /// <param name="body">The function.</param>
    /// <param name="inputCount">How many tensors it takes.</param>
    public static CompiledFunction Compile(Func<TensorList, TensorList> body, int inputCount) => new(body, inputCount);

    private static CompiledFunction WithoutResult(Action<TensorList> body, int inputCount) => new(
        inputs =>
        {
            body(inputs);
            return TensorList.Create([]);
        },
        inputCount);
}
