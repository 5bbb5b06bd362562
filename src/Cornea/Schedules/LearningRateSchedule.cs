using System.Text.Json.Nodes;

namespace Cornea.Optimizers;

/// <summary>A learning rate that depends on the step. It converts to a <see cref="LearningRate"/>, so it stands wherever a rate does.</summary>
/// <remarks>A schedule of one's own overrides <see cref="At"/>. Source: Keras 3, optimizers.schedules. Golden cases: schedules/*.</remarks>
public abstract class LearningRateSchedule : KerasSaveable
{
    private static readonly ObjectTable<LearningRateSchedule> Table = new(
        "LearningRateSchedule",
        [
            ("ExponentialDecay", c => new ExponentialDecay(
                c.GetDouble("initial_learning_rate"), c.GetDouble("decay_steps"), c.GetDouble("decay_rate"), c.GetBool("staircase", false), Name(c, "ExponentialDecay"))),
            ("InverseTimeDecay", c => new InverseTimeDecay(
                c.GetDouble("initial_learning_rate"), c.GetDouble("decay_steps"), c.GetDouble("decay_rate"), c.GetBool("staircase", false), Name(c, "InverseTimeDecay"))),
            ("PiecewiseConstantDecay", c => new PiecewiseConstantDecay(c.GetDoubles("boundaries") ?? [], c.GetDoubles("values") ?? [], Name(c, "PiecewiseConstant"))),
            ("PolynomialDecay", c => new PolynomialDecay(
                c.GetDouble("initial_learning_rate"),
                c.GetDouble("decay_steps"),
                c.GetDouble("end_learning_rate", 0.0001),
                c.GetDouble("power", 1),
                c.GetBool("cycle", false),
                Name(c, "PolynomialDecay"))),
            ("CosineDecay", c => new CosineDecay(
                c.GetDouble("initial_learning_rate"),
                c.GetDouble("decay_steps"),
                c.GetDouble("alpha", 0),
                Name(c, "CosineDecay"),
                c.GetNullableDouble("warmup_target"),
                c.GetDouble("warmup_steps", 0))),
            ("CosineDecayRestarts", c => new CosineDecayRestarts(
                c.GetDouble("initial_learning_rate"),
                c.GetDouble("first_decay_steps"),
                c.GetDouble("t_mul", 2),
                c.GetDouble("m_mul", 1),
                c.GetDouble("alpha", 0),
                Name(c, "SGDRDecay"))),
        ]);

    private protected sealed override string Module => "keras.optimizers.schedules";

    /// <summary>The schedule that Keras' JSON describes; null for none.</summary>
    /// <exception cref="InvalidDataException">The class is unknown, or a setting is wrong.</exception>
    public static LearningRateSchedule? Deserialize(JsonNode? json, IReadOnlyDictionary<string, Func<ObjectConfig, object>>? customObjects = null) =>
        Table.Read(json, customObjects);

    /// <summary>The learning rate of a step, counted from 0. Called before every training step: it must be quick and allocate nothing.</summary>
    public abstract double At(long step);

    private static string Name(ObjectConfig config, string missing) => config.GetString("name", missing)!;

    private protected static double Positive(double value, string who, string argument) => value > 0
        ? value
        : throw new ArgumentOutOfRangeException(argument, $"{who}: expected {argument} over 0, got {value}.");
}
