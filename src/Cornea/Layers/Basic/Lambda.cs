using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Cornea.Layers;

/// <summary>A function of the program's as a layer. Its code isn't written to files, and none is read from them.</summary>
/// <remarks>Source: Keras 3, Lambda. For what is to be saved, write a layer of your own.</remarks>
public sealed class Lambda : Layer
{
    private readonly Func<TensorList, CallContext, TensorList> _function;

    /// <summary>A function of one tensor.</summary>
    /// <param name="function">From input to output, by operations on tensors.</param>
    /// <param name="name">Unique within the model.</param>
    public Lambda(Func<Tensor, Tensor> function, string? name = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(function);
        _function = (inputs, _) => inputs.Count == 1 ? function(inputs[0]) : throw new ArgumentException(
            $"{Label}: expected one input, got {inputs.Count}; a function of several takes them by their places, v => v[0] - v[1].");
    }

    /// <summary>A function of several tensors, taken by their places: <c>v =&gt; v[0] - v[1]</c>.</summary>
    /// <param name="function">From inputs to output, by operations on tensors.</param>
    /// <param name="name">Unique within the model.</param>
    [OverloadResolutionPriority(1)] // Where a function reads as either, its v[0] is told apart by the number of inputs.
    public Lambda(Func<LambdaInputs, Tensor> function, string? name = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(function);
        _function = (inputs, _) => function(new LambdaInputs(inputs));
    }

    /// <summary>A function of several tensors that wants to know whether this is training, or the masks.</summary>
    /// <param name="function">From inputs to outputs, by operations on tensors.</param>
    /// <param name="name">Unique within the model.</param>
    public Lambda(Func<TensorList, CallContext, TensorList> function, string? name = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(function);
        _function = function;
    }

    /// <inheritdoc/>
    private protected override JsonObject Describe() => throw new NotSupportedException(
        $"{Label}: a function can't be written to a file; write a layer of your own with the same Forward.");

    /// <inheritdoc/>
    protected override TensorList Forward(TensorList inputs, CallContext context) => _function(inputs, context);
}
