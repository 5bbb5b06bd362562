using Cornea.Constraints;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>What normalisations share that scale and shift along some axes: the weights, and how they are broadcast.</summary>
public abstract class AxisNormalization : Layer
{
    private readonly Initializer _betaInitializer;
    private readonly Initializer _gammaInitializer;
    private readonly Regularizer? _betaRegularizer;
    private readonly Regularizer? _gammaRegularizer;
    private readonly Constraint? _betaConstraint;
    private readonly Constraint? _gammaConstraint;
    private Variable? _gamma;
    private Variable? _beta;

    private protected AxisNormalization(
        string? name, IReadOnlyList<int> axis, double epsilon, bool center, bool scale, Initializer? betaInitializer, Initializer? gammaInitializer,
        Regularizer? betaRegularizer, Regularizer? gammaRegularizer, Constraint? betaConstraint, Constraint? gammaConstraint)
        : base(name)
    {
        (Axis, Epsilon, Center, Scale) = ([.. axis], NotNegative(epsilon, nameof(epsilon)), center, scale);
        _betaInitializer = betaInitializer ?? new Zeros();
        _gammaInitializer = gammaInitializer ?? new Ones();
        (_betaRegularizer, _gammaRegularizer, _betaConstraint, _gammaConstraint) = (betaRegularizer, gammaRegularizer, betaConstraint, gammaConstraint);
    }

    /// <summary>The axes of gamma and beta.</summary>
    public IReadOnlyList<int> Axis { get; }

    /// <summary>Added to the variance, so that it's never 0.</summary>
    public double Epsilon { get; }

    /// <summary>Whether beta is added.</summary>
    public bool Center { get; }

    /// <summary>Whether the result is multiplied by gamma.</summary>
    public bool Scale { get; }

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        Shape sizes = [.. Positions(input).Select(axis => input[axis])];
        if (!sizes.IsKnown) throw ShapeError($"the sizes of axes {string.Join(", ", Axis)} must be known, got {input}.");
        if (HasGamma) _gamma = AddWeight("gamma", sizes, _gammaInitializer, regularizer: _gammaRegularizer, constraint: _gammaConstraint);
        if (HasBeta) _beta = AddWeight("beta", sizes, _betaInitializer, regularizer: _betaRegularizer, constraint: _betaConstraint);
        InputSpec = new InputSpec(Rank: input.Rank, Axes: Axis.ToDictionary(axis => axis, axis => input[input.Axis(axis, Label)]));
    }

    /// <summary>The axes counted from the front.</summary>
    private protected virtual bool HasGamma => Scale;

    private protected virtual bool HasBeta => Center;

    private protected int[] Positions(Shape shape) => [.. Axes.Create([.. Axis]).Of(shape, Label).Order()];

    /// <summary>y · gamma + beta, along the axes.</summary>
    private protected Tensor ScaleAndShift(Tensor y)
    {
        int[] positions = Positions(y.Shape);
        Shape shape = [.. Enumerable.Range(0, y.Rank).Select(axis => positions.Contains(axis) ? y.Shape[axis] : 1)];
        if (_gamma is not null) y *= _gamma.Value.Reshape(shape);
        if (_beta is not null) y += _beta.Value.Reshape(shape);
        return y;
    }

    private protected LayerConfig WithWeights(LayerConfig config) => config
        .With("epsilon", Epsilon)
        .With("center", Center)
        .With("scale", Scale)
        .With("beta_initializer", _betaInitializer)
        .With("gamma_initializer", _gammaInitializer)
        .With("beta_regularizer", _betaRegularizer)
        .With("gamma_regularizer", _gammaRegularizer)
        .With("beta_constraint", _betaConstraint)
        .With("gamma_constraint", _gammaConstraint);
}
