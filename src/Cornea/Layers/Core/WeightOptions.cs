using Cornea.Constraints;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>How a layer's weight begins, what it costs, and what it must keep to.</summary>
/// <param name="Initializer">First values.</param>
/// <param name="Regularizer">A penalty; null for none.</param>
/// <param name="Constraint">What each update must keep to; null for nothing.</param>
internal sealed record WeightOptions(Initializer Initializer, Regularizer? Regularizer, Constraint? Constraint)
{
    /// <summary>A weight that is multiplied with: Keras begins it by Glorot's uniform rule.</summary>
    public static WeightOptions Kernel(Initializer? initializer, Regularizer? regularizer, Constraint? constraint) =>
        new(initializer ?? new GlorotUniform(), regularizer, constraint);

    /// <summary>A weight that is added: it begins with zeros.</summary>
    public static WeightOptions Bias(Initializer? initializer, Regularizer? regularizer, Constraint? constraint) =>
        new(initializer ?? new Zeros(), regularizer, constraint);

    /// <summary>A kernel as a config has it, under names that begin with the weight's.</summary>
    public static WeightOptions ReadKernel(LayerConfig config, string name = "kernel") =>
        Kernel(config.GetInitializer($"{name}_initializer"), config.GetRegularizer($"{name}_regularizer"), config.GetConstraint($"{name}_constraint"));

    /// <summary>A bias as a config has it.</summary>
    public static WeightOptions ReadBias(LayerConfig config) =>
        Bias(config.GetInitializer("bias_initializer"), config.GetRegularizer("bias_regularizer"), config.GetConstraint("bias_constraint"));

    /// <summary>Puts these settings into a config.</summary>
    public LayerConfig Write(LayerConfig config, string name) => config
        .With($"{name}_initializer", Initializer)
        .With($"{name}_regularizer", Regularizer)
        .With($"{name}_constraint", Constraint);

    /// <summary>Makes the weight.</summary>
    public Variable AddTo(Layer layer, string name, Shape shape) =>
        layer.AddWeight(name, shape, Initializer, regularizer: Regularizer, constraint: Constraint);
}
