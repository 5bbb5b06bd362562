using Cornea.Activations;
using Cornea.Constraints;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>The arguments that recurrent layers and their cells share.</summary>
internal sealed record CellOptions(
    int Units, ActivationFunction? Activation, ActivationFunction? RecurrentActivation, bool UseBias, Initializer? KernelInitializer,
    Initializer? RecurrentInitializer, Initializer? BiasInitializer, Regularizer? KernelRegularizer, Regularizer? RecurrentRegularizer,
    Regularizer? BiasRegularizer, Constraint? KernelConstraint, Constraint? RecurrentConstraint, Constraint? BiasConstraint, double Dropout,
    double RecurrentDropout, int? Seed)
{
    /// <summary>These options, if they are allowed.</summary>
    /// <exception cref="ArgumentException">The number of units or a rate isn't.</exception>
    public CellOptions Checked(string className, string? name, string unitsName = "units")
    {
        string label = name is null ? className : $"{className} '{name}'";
        if (Units < 1) throw new ArgumentException($"{label}: expected {unitsName} of at least 1, got {Units}.", unitsName);
        if (Dropout is not (>= 0 and <= 1)) throw new ArgumentException($"{label}: expected dropout between 0 and 1, got {Dropout}.", "dropout");
        return RecurrentDropout is >= 0 and <= 1 ? this
            : throw new ArgumentException($"{label}: expected recurrentDropout between 0 and 1, got {RecurrentDropout}.", "recurrentDropout");
    }

    public static CellOptions Read(LayerConfig config, string unitsName = "units") => new CellOptions(
        config.GetInt(unitsName), config.Has("activation") ? config.GetActivation() : ActivationFunction.Linear,
        config.Has("recurrent_activation") ? config.GetActivation("recurrent_activation") : null, config.GetBool("use_bias", true),
        config.GetInitializer("kernel_initializer"), config.GetInitializer("recurrent_initializer"), config.GetInitializer("bias_initializer"),
        config.GetRegularizer("kernel_regularizer"), config.GetRegularizer("recurrent_regularizer"), config.GetRegularizer("bias_regularizer"),
        config.GetConstraint("kernel_constraint"), config.GetConstraint("recurrent_constraint"), config.GetConstraint("bias_constraint"),
        config.GetDouble("dropout", 0), config.GetDouble("recurrent_dropout", 0), config.GetIntOrNull("seed"))
        .Checked("Config", null, unitsName);

    public LayerConfig Write(LayerConfig config, string unitsName = "units", bool isGated = true)
    {
        config = config.With(unitsName, Units).With("activation", Activation ?? (ActivationFunction)"tanh");
        if (isGated) config = config.With("recurrent_activation", RecurrentActivation ?? (ActivationFunction)"sigmoid");
        return config
            .With("use_bias", UseBias)
            .With("kernel_initializer", KernelInitializer ?? new GlorotUniform())
            .With("recurrent_initializer", RecurrentInitializer ?? new Orthogonal())
            .With("bias_initializer", BiasInitializer ?? new Zeros())
            .With("kernel_regularizer", KernelRegularizer)
            .With("recurrent_regularizer", RecurrentRegularizer)
            .With("bias_regularizer", BiasRegularizer)
            .With("kernel_constraint", KernelConstraint)
            .With("recurrent_constraint", RecurrentConstraint)
            .With("bias_constraint", BiasConstraint)
            .With("dropout", Dropout)
            .With("recurrent_dropout", RecurrentDropout);
    }
}
