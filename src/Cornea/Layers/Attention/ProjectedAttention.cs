using System.Text.Json.Nodes;
using Cornea.Constraints;
using Cornea.Graphs.Operations;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>What attention layers with projections share: the arguments, the inputs' order, and dropout of scores.</summary>
public abstract class ProjectedAttention : RandomLayer
{
    private readonly Initializer _kernelInitializer;
    private readonly Initializer _biasInitializer;
    private readonly Regularizer? _kernelRegularizer;
    private readonly Regularizer? _biasRegularizer;
    private readonly Constraint? _kernelConstraint;
    private readonly Constraint? _biasConstraint;

    private protected ProjectedAttention(
        double dropout, bool useBias, int? slidingWindow, Initializer? kernelInitializer, Initializer? biasInitializer,
        Regularizer? kernelRegularizer, Regularizer? biasRegularizer, Regularizer? activityRegularizer, Constraint? kernelConstraint,
        Constraint? biasConstraint, bool useGate, int? seed, string? name)
        : base(seed, name)
    {
        DropoutRate = Part(dropout, nameof(dropout));
        if (slidingWindow < 1) throw ArgumentError(nameof(slidingWindow), $"expected a window of at least 1 step, got {slidingWindow}.");
        (UseBias, UseGate, SlidingWindow) = (useBias, useGate, slidingWindow);
        (_kernelInitializer, _biasInitializer) = (kernelInitializer ?? new GlorotUniform(), biasInitializer ?? new Zeros());
        (_kernelRegularizer, _biasRegularizer, ActivityRegularizer) = (kernelRegularizer, biasRegularizer, activityRegularizer);
        (_kernelConstraint, _biasConstraint) = (kernelConstraint, biasConstraint);
    }

    /// <summary>Whether the projections have biases.</summary>
    public bool UseBias { get; }

    /// <summary>Whether the result is multiplied by a sigmoid of the query.</summary>
    public bool UseGate { get; }

    /// <summary>How far apart positions may be that attend to each other; null for any.</summary>
    public int? SlidingWindow { get; }

    private protected double DropoutRate { get; }

    internal override bool TakesPlaces => true;

    private protected override bool SavesBuildShape => true;

    /// <inheritdoc/>
    protected override bool SupportsMasking => true;

    // Keras names the shapes here instead of listing them.
    private protected override JsonObject? BuildConfig()
    {
        if (BuildShapes is not { } shapes) return null;
        string[] names = ["query_shape", "value_shape", "key_shape"];
        return new JsonObject { ["shapes_dict"] = new JsonObject(shapes.Select((shape, index) => KeyValuePair.Create<string, JsonNode?>(names[index], ConfigValues.ShapeJson(shape)))) };
    }

    private protected override void CheckInputs(TensorList inputs)
    {
        if (inputs.Count is not (2 or 3)) throw new ArgumentException($"{Label}: expected the inputs (query, value) or (query, value, key), got {inputs.Count}.");
        Shape value = inputs[1].Shape, key = inputs[^1].Shape;
        if (inputs[0].Rank < 3 || value.Rank < 3) throw ShapeError($"expected query and value [batch, …, size] of rank ≥ 3, got {inputs[0].Shape} and {value}.");
        if (!Shape.Agree(value[1..^1], key[1..^1])) throw ShapeError($"expected a key with the axes of the value, the last aside, got {key} and {value}.");
        base.CheckInputs(inputs);
    }

    /// <summary>The common settings of this family, added to a config.</summary>
    private protected LayerConfig WithCommon(LayerConfig config) => config
        .With("dropout", DropoutRate)
        .With("use_bias", UseBias)
        .With("use_gate", UseGate)
        .With("sliding_window", SlidingWindow)
        .With("kernel_initializer", _kernelInitializer)
        .With("bias_initializer", _biasInitializer)
        .With("kernel_regularizer", _kernelRegularizer)
        .With("bias_regularizer", _biasRegularizer)
        .With("activity_regularizer", ActivityRegularizer)
        .With("kernel_constraint", _kernelConstraint)
        .With("bias_constraint", _biasConstraint)
        .With("seed", Seed);

    /// <summary>A projection that is part of this layer, built for a shape.</summary>
    private protected EinsumDense Projection(string name, string equation, Shape outputShape, string biasAxes, Shape input, string activation = "linear")
    {
        var projection = new EinsumDense(
            equation, outputShape, activation, UseBias ? biasAxes : null, _kernelInitializer, _biasInitializer, _kernelRegularizer,
            _biasRegularizer, _kernelConstraint, _biasConstraint, ActivityRegularizer, name: name);
        return BuildInside(projection, input);
    }

    /// <summary>Some of the scores dropped, while training.</summary>
    private protected Tensor Dropped(Tensor scores, bool training) => training && DropoutRate > 0
        ? Graphs.Node.Emit(new Graphs.Operations.Dropout(DropoutRate), scores, NextState())[0]
        : scores;

    /// <summary>Softmax over the scores that count. The others become 0, except where Keras takes its fused product: there a row of which nothing counts is even.</summary>
    private protected Tensor Normalized(Tensor scores, int[] axes, Tensor? mask, CallContext context, int rank)
    {
        if (mask is not null) scores = Ops.Where(mask, scores, Softmax.LargeNegative);
        Tensor weights = axes.Length == 1 ? Ops.Softmax(scores, axes[0]) : Ops.Exp(scores - Ops.LogSumExp(scores, axes, keepDims: true));
        bool isFused = DropoutRate == 0 && rank == 4 && !context.Arguments.IsOn("return_attention_scores");
        return mask is null || isFused ? weights : Ops.Where(mask, weights, 0);
    }

    /// <summary>A mask with axes of size 1 put in before the given number of last axes, until it has the scores' rank.</summary>
    private protected static Tensor? Widened(Tensor? mask, int rank, int last)
    {
        while (mask is not null && mask.Rank < rank) mask = mask.ExpandDims(mask.Rank - last);
        return mask;
    }
}
