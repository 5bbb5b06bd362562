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
    private readonly AdaptableWeight _embeddings;

    /// <summary>A table of vectors.</summary>
    /// <param name="inputDim">How many numbers there are.</param>
    /// <param name="outputDim">The vectors' size.</param>
    /// <param name="embeddingsInitializer">First values; <c>"uniform"</c> by default.</param>
    /// <param name="embeddingsRegularizer">A penalty on the vectors.</param>
    /// <param name="embeddingsConstraint">What each update must keep to.</param>
    /// <param name="maskZero">Whether the number 0 stands for a step that doesn't count.</param>
    /// <param name="loraRank">The rank of a low-rank adaptation (LoRA): the table stays as it is, and training changes two small factors whose product is added to it. Null for none.</param>
    /// <param name="loraAlpha">What the factors' product counts, times the rank; null for the rank.</param>
    /// <param name="name">Unique within the model.</param>
    public Embedding(
        int inputDim, int outputDim, Initializer? embeddingsInitializer = null, Regularizer? embeddingsRegularizer = null,
        Constraint? embeddingsConstraint = null, bool maskZero = false, int? loraRank = null,
        double? loraAlpha = null, string? name = null)
        : base(name)
    {
        InputDim = inputDim > 0 ? inputDim : throw ArgumentError(nameof(inputDim), $"expected at least 1 number, got {inputDim}.");
        OutputDim = outputDim > 0 ? outputDim : throw ArgumentError(nameof(outputDim), $"expected vectors of at least 1 value, got {outputDim}.");
        MaskZero = maskZero;
        _embeddings = new AdaptableWeight(
            this, "embeddings", new WeightOptions(embeddingsInitializer ?? "uniform", embeddingsRegularizer, embeddingsConstraint), loraRank, loraAlpha);
    }

    /// <summary>How many numbers there are.</summary>
    public int InputDim { get; }

    /// <summary>The vectors' size.</summary>
    public int OutputDim { get; }

    /// <summary>Whether the number 0 stands for a step that doesn't count.</summary>
    public bool MaskZero { get; }

    /// <summary>The vectors [inputDim, outputDim]; there once the layer is built.</summary>
    public Variable Embeddings => _embeddings.Weight;

    /// <inheritdoc/>
    protected override bool SupportsMasking => MaskZero;

    /// <inheritdoc/>
    protected override Tensor?[] ComputeMasks(TensorList inputs, IReadOnlyList<Tensor?> masks, TensorList outputs) =>
        [Ops.NotEqual(inputs[0], 0)];

    /// <summary>Begins a low-rank adaptation (LoRA): from now on the table stays as it is, and training changes two small factors whose product is added to it.</summary>
    /// <param name="rank">The factors' inner size.</param>
    /// <param name="loraAlpha">What the product counts, times the rank; null for the rank.</param>
    /// <param name="aInitializer">First values of the first factor; <c>"he_uniform"</c> by default.</param>
    /// <param name="bInitializer">First values of the second factor; zeros by default.</param>
    /// <remarks>Files hold the table with the product added, as in Keras; loaded, both factors begin with zeros.</remarks>
    /// <exception cref="InvalidOperationException">The layer isn't built, is adapted already, or has a constraint on its table.</exception>
    public void EnableLora(int rank, double? loraAlpha = null, Initializer? aInitializer = null, Initializer? bInitializer = null) =>
        _embeddings.Enable(rank, loraAlpha, aInitializer, bInitializer);

    private protected override AdaptableWeight? Adaptable => _embeddings;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => _embeddings.Write(base.GetConfig()
        .With("input_dim", InputDim)
        .With("output_dim", OutputDim)
        .With("embeddings_initializer", _embeddings.Options.Initializer)
        .With("embeddings_regularizer", _embeddings.Options.Regularizer)
        .With("activity_regularizer", ActivityRegularizer)
        .With("embeddings_constraint", _embeddings.Options.Constraint)
        .With("mask_zero", MaskZero)
        .With("quantization_config", (System.Text.Json.Nodes.JsonNode?)null));

    internal static Embedding FromConfig(LayerConfig config)
    {
        return new Embedding(
            config.GetInt("input_dim"), config.GetInt("output_dim"), config.GetInitializer("embeddings_initializer"),
            config.GetRegularizer("embeddings_regularizer"), config.GetConstraint("embeddings_constraint"), config.GetBool("mask_zero", false),
            config.GetIntOrNull("lora_rank"), config.GetNullableDouble("lora_alpha"), config.GetString("name"))
        {
            ActivityRegularizer = config.GetRegularizer("activity_regularizer"),
        };
    }

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        _embeddings.Build([InputDim, OutputDim]);
        _embeddings.BuildAdaptation();
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        Tensor numbers = Ops.ToIndices(x), y = Ops.Take(_embeddings.Weight, numbers, 0);
        return _embeddings.A is null ? y : y + (Ops.MatMul(Ops.Take(_embeddings.A, numbers, 0), _embeddings.B!) * _embeddings.Scale);
    }
}
