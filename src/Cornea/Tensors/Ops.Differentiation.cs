using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea;

// What is said about derivatives.
public static partial class Ops
{
    /// <summary>A value whose gradient to some tensors is given by a rule instead of derived.</summary>
    /// <param name="value">What is passed on.</param>
    /// <param name="sources">The tensors that gradients go to.</param>
    /// <param name="rule">From the gradient of the value to that of each source; null for none.</param>
    public static Tensor CustomGradient(Tensor value, IReadOnlyList<Tensor> sources, Func<Tensor, Tensor?[]> rule) =>
        Node.Emit(new CustomGradient(rule), [StopGradient(value), .. sources])[0];

    /// <summary>An operation with a gradient rule of its own, by Keras' name.</summary>
    private static Tensor WithGradient(string name, Tensor value, Tensor x, Func<Tensor, Tensor?> rule) =>
        Node.Emit(new CustomGradient(dy => [rule(dy)]) { Whole = name }, StopGradient(value), x)[0];

    /// <summary>A function whose gradient is given by a rule instead of derived.</summary>
    /// <param name="f">From x to f(x) and to what makes of the gradient of f(x) that of x.</param>
    public static Func<Tensor, Tensor> CustomGradient(Func<Tensor, (Tensor Value, Func<Tensor, Tensor> Gradient)> f) => x =>
    {
        (Tensor value, Func<Tensor, Tensor> gradient) = f(x);
        return CustomGradient(value, [x], dy => [gradient(dy)]);
    };

    /// <summary>A function's value, and how it changes as its arguments move along tangents: the Jacobian times the tangents.</summary>
    /// <param name="fun">From its arguments to its results.</param>
    /// <param name="primals">The arguments.</param>
    /// <param name="tangents">The direction of each argument, in its shape.</param>
    /// <returns>The results, and the direction of each.</returns>
    /// <exception cref="ShapeException">A tangent hasn't the shape of its argument.</exception>
    public static (TensorList PrimalsOut, TensorList TangentsOut) Jvp(Func<TensorList, TensorList> fun, TensorList primals, TensorList tangents)
    {
        if (primals.Count != tangents.Count || primals.Zip(tangents).Any(pair => pair.First.Shape != pair.Second.Shape))
            throw new ShapeException($"Jvp: expected a tangent for each of {primals.Count} arguments and of its shape, got {string.Join(", ", tangents.Select(tangent => tangent.Shape))}.");
        Tensor[] inputs = [.. primals.Select(Watch)];
        Tensor[] outputs = [.. fun(TensorList.Create(inputs))];
        // The gradient's rule is linear in the outputs' gradients: its own gradient is the other product.
        Tensor[] seeds = [.. outputs.Select(output => Watch(ZerosLike(output)))];
        Tensor?[] back = Gradients.Through(outputs, seeds, inputs);
        Tensor? along = null;
        for (int index = 0; index < inputs.Length; index++)
        {
            if (back[index] is not { } gradient) continue;
            Tensor part = Sum(gradient * tangents[index].Cast(gradient.DType));
            along = along is null ? part : along + part;
        }

        Tensor[] directions = [.. seeds.Select(seed => along is { RequiresGradient: true } ? Gradients.Of(along, seed) : ZerosLike(seed))];
        return (TensorList.Create(outputs), TensorList.Create(directions));
    }

    /// <summary>The value of a function of one tensor, and how it changes as that moves along a tangent.</summary>
    /// <inheritdoc cref="Jvp(Func{TensorList, TensorList}, TensorList, TensorList)" path="/param"/>
    public static (Tensor PrimalsOut, Tensor TangentsOut) Jvp(Func<Tensor, Tensor> fun, Tensor primals, Tensor tangents)
    {
        (TensorList value, TensorList direction) = Jvp(list => fun(list.Single), (TensorList)primals, (TensorList)tangents);
        return (value.Single, direction.Single);
    }
}
