using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Cornea.Optimizers;

/// <summary>Momentum made orthogonal for matrices; Adam with weight decay for everything else.</summary>
/// <remarks>
/// <para>For a weight of two axes: m ← momentum · m + g; w ← w − rate · rmsRate · √max(rows, columns) · orthogonal(m), by Newton–Schulz iterations
/// x ← a · x + (b · xxᵀ + c · (xxᵀ)²) x; with Nesterov of g + momentum · m.</para>
/// <para>Jordan et al. 2024. Source: Keras 3, Muon. Golden cases: optimizers/muon.</para>
/// </remarks>
public sealed class Muon : Optimizer
{
    private readonly Slots _momentums = NewSlots();
    private readonly Slots _velocities = NewSlots();

    /// <summary>The optimizer with its options one by one.</summary>
    /// <param name="learningRate">How far a step goes: a number or a schedule; null is 0.001.</param>
    /// <param name="adamBeta1">Adam's β₁.</param>
    /// <param name="adamBeta2">Adam's β₂.</param>
    /// <param name="adamWeightDecay">The weight decay of weights that Adam updates.</param>
    /// <param name="epsilon">What is added to the divisor.</param>
    /// <param name="weightDecay">The part of each weight, times the learning rate, that is taken off before an update; null: none.</param>
    /// <param name="clipNorm">The largest norm of each weight's gradient.</param>
    /// <param name="clipValue">The largest size of each number of a gradient.</param>
    /// <param name="globalClipNorm">The largest norm of all gradients together.</param>
    /// <param name="useEma">Whether a moving average of the weights is kept, which becomes the weights at the end.</param>
    /// <param name="emaMomentum">How much of the average stays at each step.</param>
    /// <param name="emaOverwriteFrequency">After how many steps the average becomes the weights; null: only at the end.</param>
    /// <param name="lossScaleFactor">What the loss was multiplied with; gradients are divided by it.</param>
    /// <param name="gradientAccumulationSteps">Over how many steps gradients are averaged for one update.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="excludeLayers">Regular expressions; weights whose path matches one are updated by Adam.</param>
    /// <param name="excludeEmbeddings">Whether embeddings are updated by Adam.</param>
    /// <param name="muonA">The iterations' a.</param>
    /// <param name="muonB">The iterations' b.</param>
    /// <param name="muonC">The iterations' c.</param>
    /// <param name="adamLrRatio">Adam's rate over Muon's.</param>
    /// <param name="momentum">How much of the last change is kept.</param>
    /// <param name="nsSteps">How many iterations.</param>
    /// <param name="nesterov">Whether the gradient counts again.</param>
    /// <param name="rmsRate">Scales updates to the size of Adam's; null: not.</param>
    public Muon(
        LearningRate? learningRate = null, double adamBeta1 = 0.9, double adamBeta2 = 0.999, double? adamWeightDecay = 0.004, double epsilon = 1e-7,
        double? weightDecay = 0.004, double? clipNorm = null, double? clipValue = null, double? globalClipNorm = null, bool useEma = false,
        double emaMomentum = 0.99, int? emaOverwriteFrequency = null, double? lossScaleFactor = null, int? gradientAccumulationSteps = null,
        string? name = null, IReadOnlyList<string>? excludeLayers = null, bool excludeEmbeddings = true, double muonA = 3.4445, double muonB = -4.775,
        double muonC = 2.0315, double adamLrRatio = 1, double momentum = 0.95, int nsSteps = 5, bool nesterov = true, double? rmsRate = 0.2)
        : this(
            new OptimizerOptions(
                weightDecay, clipNorm, clipValue, globalClipNorm, useEma, emaMomentum, emaOverwriteFrequency, lossScaleFactor,
                gradientAccumulationSteps, name),
            learningRate, adamBeta1, adamBeta2, adamWeightDecay, epsilon, excludeLayers, excludeEmbeddings, muonA, muonB, muonC, adamLrRatio, momentum, nsSteps, nesterov, rmsRate)
    {
    }

    /// <summary>The optimizer with its options in one record.</summary>
    /// <param name="options">What every optimizer can do.</param>
    /// <param name="learningRate">How far a step goes: a number or a schedule; null is 0.001.</param>
    /// <param name="adamBeta1">Adam's β₁.</param>
    /// <param name="adamBeta2">Adam's β₂.</param>
    /// <param name="adamWeightDecay">The weight decay of weights that Adam updates.</param>
    /// <param name="epsilon">What is added to the divisor.</param>
    /// <param name="excludeLayers">Regular expressions; weights whose path matches one are updated by Adam.</param>
    /// <param name="excludeEmbeddings">Whether embeddings are updated by Adam.</param>
    /// <param name="muonA">The iterations' a.</param>
    /// <param name="muonB">The iterations' b.</param>
    /// <param name="muonC">The iterations' c.</param>
    /// <param name="adamLrRatio">Adam's rate over Muon's.</param>
    /// <param name="momentum">How much of the last change is kept.</param>
    /// <param name="nsSteps">How many iterations.</param>
    /// <param name="nesterov">Whether the gradient counts again.</param>
    /// <param name="rmsRate">Scales updates to the size of Adam's; null: not.</param>
    public Muon(
        OptimizerOptions options, LearningRate? learningRate = null, double adamBeta1 = 0.9, double adamBeta2 = 0.999,
        double? adamWeightDecay = 0.004, double epsilon = 1e-7, IReadOnlyList<string>? excludeLayers = null, bool excludeEmbeddings = true,
        double muonA = 3.4445, double muonB = -4.775, double muonC = 2.0315, double adamLrRatio = 1, double momentum = 0.95, int nsSteps = 5,
        bool nesterov = true, double? rmsRate = 0.2)
        : base(options, learningRate ?? 0.001)
    {
        AdamBeta1 = adamBeta1;
        AdamBeta2 = adamBeta2;
        AdamWeightDecay = adamWeightDecay;
        Epsilon = epsilon;
        ExcludeLayers = excludeLayers;
        ExcludeEmbeddings = excludeEmbeddings;
        MuonA = muonA;
        MuonB = muonB;
        MuonC = muonC;
        AdamLrRatio = adamLrRatio;
        Momentum = momentum;
        NsSteps = nsSteps;
        Nesterov = nesterov;
        RmsRate = rmsRate;
    }

    /// <summary>Adam's β₁.</summary>
    public double AdamBeta1 { get; }

    /// <summary>Adam's β₂.</summary>
    public double AdamBeta2 { get; }

    /// <summary>The weight decay of weights that Adam updates.</summary>
    public double? AdamWeightDecay { get; }

    /// <summary>What is added to the divisor.</summary>
    public double Epsilon { get; }

    /// <summary>Regular expressions; weights whose path matches one are updated by Adam.</summary>
    public IReadOnlyList<string>? ExcludeLayers { get; }

    /// <summary>Whether embeddings are updated by Adam.</summary>
    public bool ExcludeEmbeddings { get; }

    /// <summary>The iterations' a.</summary>
    public double MuonA { get; }

    /// <summary>The iterations' b.</summary>
    public double MuonB { get; }

    /// <summary>The iterations' c.</summary>
    public double MuonC { get; }

    /// <summary>Adam's rate over Muon's.</summary>
    public double AdamLrRatio { get; }

    /// <summary>How much of the last change is kept.</summary>
    public double Momentum { get; }

    /// <summary>How many iterations.</summary>
    public int NsSteps { get; }

    /// <summary>Whether the gradient counts again.</summary>
    public bool Nesterov { get; }

    /// <summary>Scales updates to the size of Adam's; null: not.</summary>
    public double? RmsRate { get; }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => base.GetConfig()
        .With("adam_beta_1", AdamBeta1)
        .With("adam_beta_2", AdamBeta2)
        .With("adam_weight_decay", (JsonNode?)AdamWeightDecay)
        .With("epsilon", Epsilon)
        .With("exclude_layers", new JsonArray([.. (ExcludeLayers ?? []).Select(pattern => (JsonNode)pattern)]))
        .With("exclude_embeddings", ExcludeEmbeddings)
        .With("muon_a", MuonA)
        .With("muon_b", MuonB)
        .With("muon_c", MuonC)
        .With("adam_lr_ratio", AdamLrRatio)
        .With("momentum", Momentum)
        .With("ns_steps", NsSteps)
        .With("nesterov", Nesterov)
        .With("rms_rate", (JsonNode?)RmsRate);

    /// <inheritdoc/>
    protected override void CreateSlots()
    {
        foreach (Variable weight in Weights)
        {
            AddSlot(_momentums, weight, "momentum", weight.Shape);
            if (IsForAdam(weight)) AddSlot(_velocities, weight, "velocity", weight.Shape);
        }
    }

    /// <inheritdoc/>
    protected override UpdateRule BeginStep(Tensor learningRate, Tensor step)
    {
        Tensor alpha = learningRate * AdamLrRatio * Ops.Sqrt(1 - Ops.Power(AdamBeta2, step)) / (1 - Ops.Power(AdamBeta1, step));
        return (weight, gradient) =>
        {
            if (_velocities.Has(weight)) UpdateByAdam(weight, gradient, alpha);
            else UpdateByMuon(weight, gradient, learningRate);
        };
    }

    private protected override double? WeightDecayOf(Variable weight) => IsForAdam(weight) ? AdamWeightDecay : Options.WeightDecay;

    private bool IsForAdam(Variable weight) => weight.Shape.Rank != 2
        || (ExcludeEmbeddings && weight.Path.Contains("embedding", StringComparison.OrdinalIgnoreCase))
        || (ExcludeLayers ?? []).Any(pattern => Regex.IsMatch(weight.Path, pattern));

    private void UpdateByAdam(Variable weight, Tensor gradient, Tensor alpha)
    {
        Tensor m = _momentums[weight].Value, v = _velocities[weight].Value;
        m = Decay(_momentums[weight], m + ((gradient - m) * (1 - AdamBeta1)));
        v = Decay(_velocities[weight], v + ((Ops.Square(gradient) - v) * (1 - AdamBeta2)));
        weight.Assign(weight.Value - (m * alpha / (Ops.Sqrt(v) + Epsilon)));
    }

    private void UpdateByMuon(Variable weight, Tensor gradient, Tensor learningRate)
    {
        Tensor m = Decay(_momentums[weight], gradient + (_momentums[weight].Value * Momentum));
        Tensor update = Orthogonal(Nesterov ? gradient + (m * Momentum) : m) * learningRate;
        if (RmsRate is { } rate) update *= Math.Sqrt(Math.Max(weight.Shape[0], weight.Shape[1])) * rate;
        weight.Assign(weight.Value - update);
    }

    private Tensor Orthogonal(Tensor x)
    {
        bool isTall = x.Shape[0] > x.Shape[1];
        if (isTall) x = x.Transpose();
        x /= Ops.Sqrt(Ops.Sum(Ops.Square(x))) + 1e-7;
        for (int iteration = 0; iteration < NsSteps; iteration++)
        {
            Tensor product = Ops.MatMul(x, x.Transpose());
            x = (x * MuonA) + Ops.MatMul((product * MuonB) + Ops.MatMul(product * MuonC, product), x);
        }

        return isTall ? x.Transpose() : x;
    }
}
