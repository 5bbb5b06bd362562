using Cornea.Constraints;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>A learned vector for each whole number.</summary>
/// <remarks>
/// <para>Input [batch, …] of numbers from 0 to below inputDim; output [batch, …, outputDim]. Weights: embeddings [inputDim, outputDim].</para>
/// <para>Source: Keras 3, Embedding. Golden cases: layers/embedding_*.</para>
/// </remarks>
public sealed class Embedding : Layer
{
    private readonly Initializer _initializer;
    private readonly Regularizer? _regularizer;
    private readonly Constraint? _constraint;
    private Variable _embeddings = null!;

    /// <summary>A table of vectors.</summary>
    /// <param name="inputDim">How many numbers there are.</param>
    /// <param name="outputDim">The vectors' size.</param>
    /// <param name="embeddingsInitializer">First values; <c>"uniform"</c> by default.</param>
    /// <param name="embeddingsRegularizer">A penalty on the vectors.</param>
    /// <param name="embeddingsConstraint">What each update must keep to.</param>
    /// <param name="maskZero">Whether the number 0 stands for a step that doesn't count.</param>
    /// <param name="name">Unique within the model.</param>
    public Embedding(
        int inputDim, int outputDim, Initializer? embeddingsInitializer = null, Regularizer? embeddingsRegularizer = null,
        Constraint? embeddingsConstraint = null, bool maskZero = false, string? name = null)
        : base(name)
    {
        InputDim = inputDim > 0 ? inputDim : throw ArgumentError(nameof(inputDim), $"expected at least 1 number, got {inputDim}.");
        OutputDim = outputDim > 0 ? outputDim : throw ArgumentError(nameof(outputDim), $"expected vectors of at least 1 value, got {outputDim}.");
        MaskZero = maskZero;
        _initializer = embeddingsInitializer ?? "uniform";
        (_regularizer, _constraint) = (embeddingsRegularizer, embeddingsConstraint);
    }

    /// <summary>How many numbers there are.</summary>
    public int InputDim { get; }

    /// <summary>The vectors' size.</summary>
    public int OutputDim { get; }

    /// <summary>Whether the number 0 stands for a step that doesn't count.</summary>
    public bool MaskZero { get; }

    /// <summary>The vectors [inputDim, outputDim]; there once the layer is built.</summary>
    public Variable Embeddings => _embeddings;

    private protected override bool SupportsMasking => MaskZero;

    private protected override Tensor?[] ComputeMasks(TensorList inputs, IReadOnlyList<Tensor?> masks, TensorList outputs) =>
        [Ops.NotEqual(inputs[0], 0)];

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => base.GetConfig()
        .With("input_dim", InputDim)
        .With("output_dim", OutputDim)
        .With("embeddings_initializer", _initializer)
        .With("embeddings_regularizer", _regularizer)
        .With("activity_regularizer", ActivityRegularizer)
        .With("embeddings_constraint", _constraint)
        .With("mask_zero", MaskZero)
        .With("quantization_config", (System.Text.Json.Nodes.JsonNode?)null);

    internal static Embedding FromConfig(LayerConfig config)
    {
        return new Embedding(
            config.GetInt("input_dim"), config.GetInt("output_dim"), config.GetInitializer("embeddings_initializer"),
            config.GetRegularizer("embeddings_regularizer"), config.GetConstraint("embeddings_constraint"), config.GetBool("mask_zero", false),
            config.GetString("name"))
        {
            ActivityRegularizer = config.GetRegularizer("activity_regularizer"),
        };
    }

    /// <inheritdoc/>
    protected override void Build(Shape input) =>
        _embeddings = AddWeight("embeddings", [InputDim, OutputDim], _initializer, regularizer: _regularizer, constraint: _constraint);

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training) => Ops.Take(_embeddings, x.Cast(DType.Int32), 0);
}
