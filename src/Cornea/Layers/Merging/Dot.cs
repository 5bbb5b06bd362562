using System.Text.Json.Nodes;

namespace Cornea.Layers;

/// <summary>The products of two tensors' samples, summed along an axis of each.</summary>
/// <remarks>
/// <para>Input [batch, …] twice; output [batch, the other axes of the first, those of the second], [batch, 1] if there are none.</para>
/// <para>Source: Keras 3, Dot. Golden cases: layers/merging_08 to 10.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the axes' sizes differ.</exception>
public sealed class Dot : Layer
{
    private readonly int[] _axes;
    private readonly bool _isPair;

    /// <summary>Along the same axis of both.</summary>
    /// <param name="axes">The axis; not the batch's.</param>
    /// <param name="normalize">Whether samples are brought to length 1 first, which makes the product the cosine of the angle between them.</param>
    /// <param name="name">Unique within the model.</param>
    public Dot(int axes, bool normalize = false, string? name = null)
        : base(name) => (_axes, Normalize) = ([axes, axes], normalize);

    /// <summary>Along an axis of each.</summary>
    /// <param name="axes">The axis of the first and that of the second.</param>
    /// <param name="normalize">Whether samples are brought to length 1 first.</param>
    /// <param name="name">Unique within the model.</param>
    public Dot((int First, int Second) axes, bool normalize = false, string? name = null)
        : base(name) => (_axes, _isPair, Normalize) = ([axes.First, axes.Second], true, normalize);

    /// <summary>Whether samples are brought to length 1 first.</summary>
    public bool Normalize { get; }

    /// <summary>Joins two tensors.</summary>
    /// <param name="inputs">Two.</param>
    /// <param name="training">Makes no difference here.</param>
    public new Tensor Call(TensorList inputs, bool? training = null) => base.Call(inputs, training).Single;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() =>
        base.GetConfig().With("axes", _isPair ? ConfigValues.Numbers(_axes) : _axes[0]).With("normalize", Normalize);

    internal static Dot FromConfig(LayerConfig config)
    {
        int[] axes = config.GetInts("axes");
        bool normalize = config.GetBool("normalize", false);
        return config.Json["axes"] is JsonArray && axes.Length == 2 ? new Dot((axes[0], axes[1]), normalize, config.GetString("name"))
            : new Dot(axes[0], normalize, config.GetString("name"));
    }

    /// <inheritdoc/>
    protected override TensorList Forward(TensorList inputs, CallContext context)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Count != 2) throw new ArgumentException($"{Label}: expected a list of 2 inputs, got {inputs.Count}.");
        Tensor a = inputs[0], b = inputs[1];
        int first = a.Shape.Axis(_axes[0], Label), second = b.Shape.Axis(_axes[1], Label);
        if (first == 0 || second == 0) throw ShapeError("the batch's axis can't be summed along.");
        if (a.Shape[first] != b.Shape[second])
            throw ShapeError($"axis {_axes[0]} of {a.Shape} and axis {_axes[1]} of {b.Shape} must have the same size.");
        if (Normalize) (a, b) = (Unit(a, first), Unit(b, second));
        int[] restA = [.. Enumerable.Range(1, a.Rank - 1).Where(axis => axis != first)], restB = [.. Enumerable.Range(1, b.Rank - 1).Where(axis => axis != second)];
        Tensor left = a.Transpose([0, .. restA, first]).Reshape([a.Shape[0], Count(a, restA), a.Shape[first]]);
        Tensor right = b.Transpose([0, second, .. restB]).Reshape([b.Shape[0], b.Shape[second], Count(b, restB)]);
        Shape result = [a.Shape[0], .. restA.Select(axis => a.Shape[axis]), .. restB.Select(axis => b.Shape[axis])];
        return Ops.MatMul(left, right).Reshape(result.Rank == 1 ? [a.Shape[0], 1] : result);
    }

    private static int Count(Tensor x, int[] axes) => AxisSize.Product("Dot", [.. axes.Select(axis => x.Shape[axis])]);

    private static Tensor Unit(Tensor x, int axis) => x * Ops.Rsqrt(Ops.Maximum(Ops.Square(x).Sum([axis], keepDims: true), 1e-12));
}
