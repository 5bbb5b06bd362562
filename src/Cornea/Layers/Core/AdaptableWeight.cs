using Cornea.Constraints;
using Cornea.Initializers;

namespace Cornea.Layers;

/// <summary>
/// A layer's main weight with what belongs to it, and perhaps a low-rank adaptation (LoRA, Hu et al. 2021): the weight stays as it is, and
/// weight + alpha / rank · a · b is used in its place, of which training changes a and b.
/// </summary>
/// <param name="layer">Whose it is.</param>
/// <param name="name">What it's called.</param>
/// <param name="options">How it begins; its penalty, which a and b have too; its constraint, which doesn't go with an adaptation.</param>
/// <param name="rank">The adaptation's rank; null for none from the start.</param>
/// <param name="alpha">The adaptation's weight, times its rank; null for the rank.</param>
internal sealed class AdaptableWeight(
    Layer layer, string name, WeightOptions options, int? rank, double? alpha)
{
    private int? _rank = Checked(layer, options.Constraint, rank);
    private double? _alpha = alpha ?? rank;

    /// <summary>The weight itself, there once it's built.</summary>
    public Variable Weight { get; private set; } = null!;

    /// <summary>The adaptation's first factor [ …, rank]; null without one.</summary>
    public Variable? A { get; private set; }

    /// <summary>The adaptation's second factor [rank, last axis]; null without one.</summary>
    public Variable? B { get; private set; }

    /// <summary>How the weight begins, what it costs, and what it must keep to.</summary>
    public WeightOptions Options => options;

    /// <summary>What a · b counts.</summary>
    public double Scale => _alpha!.Value / _rank!.Value;

    /// <summary>What is used: the weight with its adaptation.</summary>
    public Tensor Value => A is null ? Weight : Weight + (Ops.MatMul(A, B!) * Scale);

    public void Build(Shape shape)
    {
        (A, B) = (null, null);
        Weight = options.AddTo(layer, name, shape);
    }

    /// <summary>Called when all other weights are there: those of the adaptation come last.</summary>
    public void BuildAdaptation()
    {
        if (_rank is { } known) Adapt(known, null, null);
    }

    /// <summary>Begins to adapt a weight that is there.</summary>
    /// <exception cref="InvalidOperationException">It isn't there yet, is adapted already, or has a constraint.</exception>
    /// <exception cref="ArgumentException">The rank is below 1.</exception>
    public void Enable(int newRank, double? newAlpha, Initializer? a, Initializer? b)
    {
        if (options.Constraint is not null) throw new InvalidOperationException($"{layer}: a low-rank adaptation doesn't go with a constraint on '{name}'.");
        if (!layer.IsBuilt) throw new InvalidOperationException($"{layer}: isn't built yet, so there is nothing to adapt; call it on its input first.");
        if (A is not null) throw new InvalidOperationException($"{layer}: has a low-rank adaptation already; there can be one only.");
        if (newRank < 1) throw new ArgumentException($"{layer}: expected a rank of at least 1, got {newRank}.", "rank");
        (_rank, _alpha) = (newRank, newAlpha ?? newRank);
        Adapt(newRank, a, b);
    }

    public LayerConfig Write(LayerConfig config) => _rank is { } known ? config.With("lora_rank", known).With("lora_alpha", _alpha!.Value) : config;

    private void Adapt(int known, Initializer? a, Initializer? b)
    {
        Shape shape = Weight.Shape;
        A = layer.AddWeight($"lora_{name}_a", shape.With(shape.Rank - 1, known), a ?? new HeUniform(), regularizer: options.Regularizer);
        B = layer.AddWeight($"lora_{name}_b", [known, shape[^1]], b ?? new Zeros(), regularizer: options.Regularizer);
        Weight.Trainable = false;
    }

    private static int? Checked(Layer layer, Constraint? constraint, int? rank)
    {
        if (rank is < 1) throw new ArgumentException($"{layer}: expected loraRank of at least 1, got {rank}.", "loraRank");
        if (rank is not null && constraint is not null)
            throw new ArgumentException($"{layer}: a low-rank adaptation doesn't go with a constraint on the same weight.", "loraRank");
        return rank;
    }
}
