using System.Text.Json.Nodes;

namespace Cornea.Losses;

/// <summary>What training makes small: one number from targets and predictions. A name converts to one, such as <c>"mse"</c>.</summary>
/// <remarks>
/// <para>A loss of one's own overrides <see cref="PerSample"/>, or is made by <see cref="From"/>.</para>
/// <para>Source: Keras 3, Loss. Golden cases: losses/*.</para>
/// </remarks>
public abstract class Loss : KerasSaveable
{
    private static readonly ObjectTable<Loss> Table = LossTable.Create();

    /// <param name="name">What it is called in histories and messages; null takes the class' name.</param>
    /// <param name="reduction">How the losses of a batch become one number; null is <see cref="Reduction.SumOverBatchSize"/>.</param>
    protected Loss(string? name = null, Reduction? reduction = null)
    {
        Name = name ?? SnakeCase.Of(GetType().Name);
        Reduction = reduction ?? Reduction.SumOverBatchSize;
    }

    /// <summary>What it is called in histories and messages.</summary>
    public string Name { get; internal set; }

    /// <summary>How the losses of a batch become one number.</summary>
    public Reduction Reduction { get; }

    private protected sealed override string Module => "keras.losses";

    /// <summary>False where the targets are integers, such as class indices, which mustn't become floating point.</summary>
    private protected virtual bool FloatsTargets => true;

    /// <summary>The loss of a name, with default settings. <c>"crossentropy"</c> chooses among the three kinds by the shapes.</summary>
    /// <exception cref="ArgumentException">The name is unknown.</exception>
    [return: System.Diagnostics.CodeAnalysis.NotNullIfNotNull(nameof(name))]
    public static implicit operator Loss?(string? name)
    {
        if (name is null) return null;
        Loss loss = name.ToLowerInvariant() is "crossentropy" or "ce" ? new CrossentropyByShape(name) : Table.Make(name);
        if (char.IsLower(name[0])) loss.Name = name;
        return loss;
    }

    /// <summary>The loss that Keras' JSON describes; null for none.</summary>
    /// <exception cref="InvalidDataException">The class is unknown, or a setting is wrong.</exception>
    public static Loss? Deserialize(JsonNode? json, IReadOnlyDictionary<string, Func<ObjectConfig, object>>? customObjects = null) =>
        Table.Read(json, customObjects);

    /// <summary>A loss of a function from targets and predictions to one loss for each sample.</summary>
    public static Loss From(Func<Tensor, Tensor, Tensor> function, string name = "loss", Reduction? reduction = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new FunctionLoss(function, name, reduction);
    }

    /// <summary>The loss.</summary>
    /// <param name="yTrue">The targets.</param>
    /// <param name="yPred">The predictions.</param>
    /// <param name="sampleWeight">What each sample (or each place of it) counts; null: 1.</param>
    /// <returns>A scalar; with <see cref="Reduction.None"/> one loss for each sample.</returns>
    /// <exception cref="ShapeException">The targets don't fit the predictions.</exception>
    /// <remarks>Steps that don't count for the layer that made the predictions (by a <c>Masking</c> layer before it, say) are left out.</remarks>
    public Tensor Call(Tensor yTrue, Tensor yPred, Tensor? sampleWeight = null)
    {
        ArgumentNullException.ThrowIfNull(yPred);
        return Call(yTrue, yPred, sampleWeight, yPred.Mask);
    }

    /// <inheritdoc/>
    public override ObjectConfig GetConfig() => new ObjectConfig()
        .With("name", Name)
        .With("reduction", Reduction.ToString());

    /// <summary>The loss of each sample: the predictions' shape without its last axis. Both come as float32, brought to one rank.</summary>
    protected abstract Tensor PerSample(Tensor yTrue, Tensor yPred);

    /// <summary>The loss, leaving out what a mask marks with false.</summary>
    internal Tensor Call(Tensor yTrue, Tensor yPred, Tensor? sampleWeight, Tensor? mask)
    {
        (Tensor values, Tensor? ownMask) = Evaluate(yTrue, yPred);
        mask = mask is null ? ownMask : ownMask is null ? mask : Ops.LogicalAnd(mask, ownMask);
        return Weighting.Reduce(values, sampleWeight, mask, Reduction);
    }

    /// <summary>The loss of each sample, before weights and reduction: what the metric of the same name averages.</summary>
    internal (Tensor Values, Tensor? Mask) Evaluate(Tensor yTrue, Tensor yPred)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yPred);
        if (!yPred.DType.IsFloating) yPred = yPred.Cast(DType.Float32);
        if (FloatsTargets) yTrue = yTrue.Cast(yPred.DType);
        (yTrue, yPred) = Meet(yTrue, yPred);
        return PerSampleWithMask(yTrue, yPred);
    }

    /// <summary>The config with a setting that Keras 3.15 leaves out, where it isn't the default: Keras reads it, and nothing is lost.</summary>
    private protected static ObjectConfig WithUnlessDefault(ObjectConfig config, string name, JsonNode value, bool isDefault) =>
        isDefault ? config : config.With(name, value);

    /// <summary>Brings targets and predictions to one shape, or says why they don't fit.</summary>
    private protected virtual (Tensor YTrue, Tensor YPred) Meet(Tensor yTrue, Tensor yPred)
    {
        Shape given = yTrue.Shape;
        (Tensor targets, Tensor predictions) = Weighting.SameRank(yTrue, yPred);
        if (!Fits(targets.Shape, predictions.Shape)) throw Misfit($"targets of the output's shape {yPred.Shape}", given, Remedy(given, yPred.Shape));
        return (targets, predictions);
    }

    /// <summary>The loss of each sample, and which of them count, where the loss itself says so.</summary>
    private protected virtual (Tensor Values, Tensor? Mask) PerSampleWithMask(Tensor yTrue, Tensor yPred) => (PerSample(yTrue, yPred), null);

    private protected ShapeException Misfit(string expected, Shape received, string remedy) =>
        new($"{GetType().Name} '{Name}': expected {expected}, got {received}. {remedy}");

    private protected static bool Fits(Shape first, Shape second)
    {
        if (first.Rank != second.Rank) return false;
        for (int axis = 0; axis < first.Rank; axis++)
            if (first[axis] != second[axis] && first[axis] != Shape.Unknown && second[axis] != Shape.Unknown) return false;
        return true;
    }

    private static string Remedy(Shape targets, Shape predictions) =>
        predictions.Rank > 0 && targets.Rank + 1 == predictions.Rank && predictions[^1] > 1
            ? "For class indices as targets use \"sparse_categorical_crossentropy\", or make them one-hot with Labels.ToCategorical."
            : targets.Rank > 0 && predictions.Rank > 0 && targets[^1] != predictions[^1]
                ? $"Give the last layer {targets[^1]} units, or bring the targets to the output's shape."
                : "Bring the targets to the output's shape with Reshape.";
}
