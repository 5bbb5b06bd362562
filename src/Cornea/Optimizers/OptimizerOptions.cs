using System.Text.Json.Nodes;

namespace Cornea.Optimizers;

/// <summary>What every optimizer can do besides its own rule.</summary>
/// <param name="WeightDecay">The part of each weight, times the learning rate, that is taken off before an update; null: none.</param>
/// <param name="ClipNorm">The largest norm of each weight's gradient; a longer one is shortened.</param>
/// <param name="ClipValue">The largest size of each number of a gradient.</param>
/// <param name="GlobalClipNorm">The largest norm of all gradients together.</param>
/// <param name="UseEma">Whether a moving average of the weights is kept, which becomes the weights at the end.</param>
/// <param name="EmaMomentum">How much of the average stays at each step, 0 to 1.</param>
/// <param name="EmaOverwriteFrequency">After how many steps the average becomes the weights; null: only at the end.</param>
/// <param name="LossScaleFactor">What the loss was multiplied with before the gradients were taken; they are divided by it.</param>
/// <param name="GradientAccumulationSteps">Over how many steps gradients are averaged for one update; null: each step updates.</param>
/// <param name="Name">What it is called; null takes the class' name.</param>
public sealed record OptimizerOptions(
    double? WeightDecay = null,
    double? ClipNorm = null,
    double? ClipValue = null,
    double? GlobalClipNorm = null,
    bool UseEma = false,
    double EmaMomentum = 0.99,
    int? EmaOverwriteFrequency = null,
    double? LossScaleFactor = null,
    int? GradientAccumulationSteps = null,
    string? Name = null)
{
    /// <summary>The options of a saved config.</summary>
    internal static OptimizerOptions Of(ObjectConfig config) => new(
        config.GetNullableDouble("weight_decay"),
        config.GetNullableDouble("clipnorm"),
        config.GetNullableDouble("clipvalue"),
        config.GetNullableDouble("global_clipnorm"),
        config.GetBool("use_ema", false),
        config.GetDouble("ema_momentum", 0.99),
        config.GetNullableInt("ema_overwrite_frequency"),
        config.GetNullableDouble("loss_scale_factor"),
        config.GetNullableInt("gradient_accumulation_steps"),
        config.GetString("name"));

    /// <summary>Refuses what contradicts itself.</summary>
    /// <exception cref="ArgumentException">An option is out of range, or two kinds of clipping are asked for.</exception>
    internal void Check(string who)
    {
        if (new[] { ClipNorm, ClipValue, GlobalClipNorm }.Count(value => value is not null) > 1)
            throw new ArgumentException(
                $"{who}: expected at most one of clipNorm, clipValue and globalClipNorm, got {ClipNorm?.ToString() ?? "null"}, {ClipValue?.ToString() ?? "null"} and {GlobalClipNorm?.ToString() ?? "null"}.");
        if (GradientAccumulationSteps < 2)
            throw new ArgumentException($"{who}: expected gradientAccumulationSteps of at least 2, or null, got {GradientAccumulationSteps}.");
        if (UseEma && EmaMomentum is not (>= 0 and <= 1))
            throw new ArgumentException($"{who}: expected emaMomentum between 0 and 1, got {EmaMomentum}.");
        if (UseEma && EmaOverwriteFrequency < 1)
            throw new ArgumentException($"{who}: expected emaOverwriteFrequency of at least 1, or null, got {EmaOverwriteFrequency}.");
    }

    /// <summary>Adds the options to a config, in Keras' order.</summary>
    internal ObjectConfig AddTo(ObjectConfig config) => config
        .With("weight_decay", (JsonNode?)WeightDecay)
        .With("clipnorm", (JsonNode?)ClipNorm)
        .With("global_clipnorm", (JsonNode?)GlobalClipNorm)
        .With("clipvalue", (JsonNode?)ClipValue)
        .With("use_ema", UseEma)
        .With("ema_momentum", EmaMomentum)
        .With("ema_overwrite_frequency", (JsonNode?)EmaOverwriteFrequency)
        .With("loss_scale_factor", (JsonNode?)LossScaleFactor)
        .With("gradient_accumulation_steps", (JsonNode?)GradientAccumulationSteps);
}
