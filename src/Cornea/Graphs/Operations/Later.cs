namespace Cornea.Graphs.Operations;

/// <summary>An operation whose steps depend on sizes that aren't known yet: the steps are taken for each shape of data anew.</summary>
/// <remarks>It stands between a model's symbolic tensors only. A node of data is made of what the steps emit.</remarks>
/// <param name="ClassName">Keras' class, as it stands in files.</param>
/// <param name="Steps">From inputs to the output.</param>
/// <param name="Output">What comes out, as far as it's known.</param>
/// <param name="Config">The arguments by Keras' names: whole numbers, lists of them, texts, switches and indices.</param>
internal sealed record Later(string ClassName, Func<IReadOnlyList<Tensor>, Tensor> Steps, TensorSpec Output, IReadOnlyList<(string Name, object? Value)> Config) : Op
{
    public override string Name => ClassName;

    public override TensorSpec[] Infer(ReadOnlySpan<TensorSpec> inputs) => [Output];

    /// <summary>Whether more sizes of a symbolic tensor are unknown than one, as which shapes of operations have it open.</summary>
    public static bool IsFor(Tensor x) => x.IsSymbolic && x.Shape.Count(size => size == Shape.Unknown) > 1;

    /// <summary>Whether the size along an axis of a symbolic tensor, or more than one size, is unknown.</summary>
    public static bool IsFor(Tensor x, int axis) => (x.IsSymbolic && x.Shape[axis] == Shape.Unknown) || IsFor(x);

    /// <summary>The operation of symbolic tensors.</summary>
    public static Tensor Emit(string className, IReadOnlyList<Tensor> inputs, Func<IReadOnlyList<Tensor>, Tensor> steps, params (string Name, object? Value)[] config)
    {
        TensorSpec output;
        try
        {
            output = StandIns.Infer(inputs, standIns => [steps(standIns)])[0];
        }
        catch (ShapeException)
        {
            throw new ShapeException($"{className}: {string.Join(" and ", inputs.Select(input => input.Shape))} don't fit, whatever the sizes are that aren't known yet.");
        }

        return Node.Emit(new Later(className, steps, output, config), [.. inputs])[0];
    }
}
