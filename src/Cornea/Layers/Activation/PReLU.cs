using Cornea.Constraints;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>x where it is positive, alpha · x below 0, with a slope alpha that is learned.</summary>
/// <param name="alphaInitializer">First values of the slopes; zeros by default.</param>
/// <param name="alphaRegularizer">A penalty on the slopes.</param>
/// <param name="alphaConstraint">What each update of the slopes must keep to.</param>
/// <param name="sharedAxes">Axes along which the slope is the same, counted from 1: [1, 2] gives each channel of an image one slope.</param>
/// <param name="name">Unique within the model.</param>
/// <remarks>Weights: alpha, of a sample's shape. Source: He et al. 2015; Keras 3, PReLU. Golden cases: layers/leakyrelu_01, 02.</remarks>
public sealed class PReLU(
    Initializer? alphaInitializer = null, Regularizer? alphaRegularizer = null, Constraint? alphaConstraint = null,
    IReadOnlyList<int>? sharedAxes = null, string? name = null) : Layer(name)
{
    private readonly Initializer _initializer = alphaInitializer ?? new Zeros();
    private Variable _alpha = null!;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("alpha_initializer", _initializer)
        .With("alpha_regularizer", alphaRegularizer)
        .With("alpha_constraint", alphaConstraint)
        .With("shared_axes", sharedAxes is null ? null : ConfigValues.Numbers(sharedAxes));

    internal static PReLU FromConfig(LayerConfig config) => new(
        config.GetInitializer("alpha_initializer"), config.GetRegularizer("alpha_regularizer"), config.GetConstraint("alpha_constraint"),
        config.GetIntsOrNull("shared_axes"), config.GetString("name"));

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        int[] sizes = input[1..].ToArray();
        foreach (int axis in sharedAxes ?? [])
        {
            if (axis < 1 || axis > sizes.Length) throw ShapeError($"expected shared axes from 1 to {sizes.Length}, got {axis}.");
            sizes[axis - 1] = 1;
        }

        _alpha = AddWeight("alpha", sizes, _initializer, regularizer: alphaRegularizer, constraint: alphaConstraint);
        InputSpec = new InputSpec(Rank: input.Rank);
    }

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training) => Ops.Relu(x) - (_alpha.Value * Ops.Relu(-x));
}
