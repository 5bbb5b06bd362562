namespace Cornea.Layers;

/// <summary>The same values of each sample in another shape.</summary>
/// <param name="targetShape">The shape of a sample; one size may be −1 and follows from the others.</param>
/// <param name="name">Unique within the model.</param>
/// <remarks>
/// <para>Input [batch, …]; output [batch, targetShape…].</para>
/// <para>Source: Keras 3, Reshape. Golden cases: layers/reshaping_01.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the sizes don't fit.</exception>
public sealed class Reshape(Shape targetShape, string? name = null) : Layer(name)
{
    /// <summary>The shape of a sample, with −1 where it follows.</summary>
    public Shape TargetShape { get; } = targetShape;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig().With("target_shape", ConfigValues.Numbers(TargetShape));

    internal static Reshape FromConfig(LayerConfig config) => new(config.GetInts("target_shape"), config.GetString("name"));

    private protected override bool SavesBuildShape => false;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        Shape sample = x.Shape[1..];
        return x.Reshape([x.Shape[0], .. sample.IsKnown ? Resolve(sample) : TargetShape]);
    }

    private Shape Resolve(Shape sample)
    {
        long count = sample.ElementCount;
        int[] target = TargetShape.ToArray();
        int[] unknown = [.. Enumerable.Range(0, target.Length).Where(axis => target[axis] == Shape.Unknown)];
        if (unknown.Length > 1) throw ShapeError($"at most one size of the target may be -1, got {TargetShape}.");
        long rest = AxisSize.Product(ClassName, [.. target.Where(size => size != Shape.Unknown)]);
        if (unknown.Length == 0 ? rest != count : rest == 0 || count % rest != 0)
            throw ShapeError($"samples of shape {sample} with {count} values don't fit into {TargetShape}.");
        if (unknown.Length == 1) target[unknown[0]] = AxisSize.Of(count / rest, ClassName);
        return target;
    }
}
