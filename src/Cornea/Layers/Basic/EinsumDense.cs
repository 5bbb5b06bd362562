using System.Text.RegularExpressions;
using Cornea.Activations;
using Cornea.Constraints;
using Cornea.Initializers;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>A dense layer over any axes: activation(einsum(equation, x, kernel) + bias).</summary>
/// <remarks>
/// <para>Weights: kernel, of the second factor's shape in the equation; bias, with a size for each of <c>biasAxes</c> and 1 for the axes after.</para>
/// <para>Source: Keras 3, EinsumDense. Golden cases: layers/attention_02, keras_tests/layers.EinsumDense.</para>
/// </remarks>
/// <exception cref="ShapeException">At the call: the input doesn't fit the equation.</exception>
public sealed partial class EinsumDense : Layer
{
    private readonly ActivationFunction _activation;
    private readonly Initializer _biasInitializer;
    private readonly Regularizer? _biasRegularizer;
    private readonly Constraint? _biasConstraint;
    private readonly Match _parts;
    private readonly AdaptableWeight _kernel;
    private Variable? _bias;

    /// <summary>A layer by an equation.</summary>
    /// <param name="equation">input,kernel->output, such as <c>ab,bc->ac</c>; three dots before or after stand for axes that stay.</param>
    /// <param name="outputShape">The output's shape without the batch; −1 where it follows from the input.</param>
    /// <param name="activation">Applied to the sums; none by default.</param>
    /// <param name="biasAxes">The output's axes along which a bias is added; null for none.</param>
    /// <param name="kernelInitializer">First values of the kernel; <c>"glorot_uniform"</c> by default.</param>
    /// <param name="biasInitializer">First values of the bias; zeros by default.</param>
    /// <param name="kernelRegularizer">A penalty on the kernel.</param>
    /// <param name="biasRegularizer">A penalty on the bias.</param>
    /// <param name="kernelConstraint">What each update of the kernel must keep to.</param>
    /// <param name="biasConstraint">What each update of the bias must keep to.</param>
    /// <param name="activityRegularizer">A penalty on the output.</param>
    /// <param name="loraRank">The rank of a low-rank adaptation (LoRA): the kernel stays as it is, and training changes two small factors whose product is added to it. Null for none.</param>
    /// <param name="loraAlpha">What the factors' product counts, times the rank; null for the rank.</param>
    /// <param name="name">Unique within the model.</param>
    public EinsumDense(
        string equation, Shape outputShape, ActivationFunction? activation = null, string? biasAxes = null, Initializer? kernelInitializer = null,
        Initializer? biasInitializer = null, Regularizer? kernelRegularizer = null, Regularizer? biasRegularizer = null,
        Constraint? kernelConstraint = null, Constraint? biasConstraint = null, Regularizer? activityRegularizer = null, int? loraRank = null,
        double? loraAlpha = null, string? name = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(equation);
        (Equation, OutputShape, BiasAxes) = (equation, outputShape, biasAxes);
        _parts = EquationForm().Match(equation);
        bool dotsAgree = _parts.Groups["before"].Length == _parts.Groups["before2"].Length && _parts.Groups["after"].Length == _parts.Groups["after2"].Length;
        if (!_parts.Success || !dotsAgree || (_parts.Groups["before"].Length > 0 && _parts.Groups["after"].Length > 0))
            throw ArgumentError(nameof(equation), $"expected an equation of the form X,Y->Z, ...X,Y->...Z or X...,Y->Z..., got '{equation}'.");
        if (biasAxes?.FirstOrDefault(label => !Result.Contains(label)) is { } strange and not '\0')
            throw ArgumentError(nameof(biasAxes), $"expected axes of the output '{Result}', got '{strange}'.");
        _activation = activation ?? ActivationFunction.Linear;
        _kernel = new AdaptableWeight(this, "kernel", WeightOptions.Kernel(kernelInitializer, kernelRegularizer, kernelConstraint), loraRank, loraAlpha);
        _biasInitializer = biasInitializer ?? new Zeros();
        (_biasRegularizer, ActivityRegularizer, _biasConstraint) = (biasRegularizer, activityRegularizer, biasConstraint);
    }

    /// <summary>The equation.</summary>
    public string Equation { get; }

    /// <summary>The output's shape without the batch, as it was given.</summary>
    public Shape OutputShape { get; }

    /// <summary>The output's axes along which a bias is added.</summary>
    public string? BiasAxes { get; }

    /// <summary>The kernel; there once the layer is built.</summary>
    public Variable Kernel => _kernel.Weight;

    /// <summary>The bias; null without.</summary>
    public Variable? Bias => _bias;

    private string Source => _parts.Groups["x"].Value;

    private string KernelAxes => _parts.Groups["w"].Value;

    private string Result => _parts.Groups["y"].Value;

    private bool HasDotsBefore => _parts.Groups["before"].Length > 0;

    /// <summary>Begins a low-rank adaptation (LoRA): from now on the kernel stays as it is, and training changes two small factors whose product is added to it.</summary>
    /// <param name="rank">The factors' inner size.</param>
    /// <param name="loraAlpha">What the product counts, times the rank; null for the rank.</param>
    /// <param name="aInitializer">First values of the first factor; <c>"he_uniform"</c> by default.</param>
    /// <param name="bInitializer">First values of the second factor; zeros by default.</param>
    /// <remarks>Files hold the kernel with the product added, as in Keras; loaded, both factors begin with zeros.</remarks>
    /// <exception cref="InvalidOperationException">The layer isn't built, is adapted already, or has a constraint on its kernel.</exception>
    public void EnableLora(int rank, double? loraAlpha = null, Initializer? aInitializer = null, Initializer? bInitializer = null) =>
        _kernel.Enable(rank, loraAlpha, aInitializer, bInitializer);

    private protected override AdaptableWeight? Adaptable => _kernel;

    /// <inheritdoc/>
    public override LayerConfig GetConfig() => _kernel.Write(base.GetConfig()
        .With("output_shape", ConfigValues.ShapeJson(OutputShape))
        .With("equation", Equation)
        .With("activation", _activation)
        .With("bias_axes", BiasAxes)
        .With("kernel_initializer", _kernel.Options.Initializer)
        .With("bias_initializer", _biasInitializer)
        .With("kernel_regularizer", _kernel.Options.Regularizer)
        .With("bias_regularizer", _biasRegularizer)
        .With("activity_regularizer", ActivityRegularizer)
        .With("kernel_constraint", _kernel.Options.Constraint)
        .With("bias_constraint", _biasConstraint)
        .With("quantization_config", (System.Text.Json.Nodes.JsonNode?)null));

    internal static EinsumDense FromConfig(LayerConfig config) => new(
        config.GetString("equation") ?? "", config.GetInts("output_shape"), config.GetActivation(), config.GetString("bias_axes"),
        config.GetInitializer("kernel_initializer"), config.GetInitializer("bias_initializer"), config.GetRegularizer("kernel_regularizer"),
        config.GetRegularizer("bias_regularizer"), config.GetConstraint("kernel_constraint"), config.GetConstraint("bias_constraint"),
        config.GetRegularizer("activity_regularizer"), config.GetIntOrNull("lora_rank"), config.GetNullableDouble("lora_alpha"), config.GetString("name"));

    /// <inheritdoc/>
    protected override void Build(Shape input)
    {
        int elided = Elided(input);
        List<int> output = [input[0], .. OutputShape];
        if (HasDotsBefore) output.InsertRange(1, input[1..Math.Max(1, elided)]);
        else output.AddRange(input[(input.Rank - elided)..]);
        int shift = HasDotsBefore ? elided : 0;
        var kernel = new List<int>();
        foreach (char label in KernelAxes)
        {
            int inResult = Result.IndexOf(label), inSource = Source.IndexOf(label);
            int size = inResult >= 0 && inResult + shift < output.Count ? output[inResult + shift] : Shape.Unknown;
            if (size == Shape.Unknown && inSource >= 0) size = input[inSource + shift];
            kernel.Add(size != Shape.Unknown ? size : throw ShapeError($"the size of the kernel's axis '{label}' isn't known, from input {input} and output shape {OutputShape}."));
        }

        foreach (char label in Source)
        {
            int inResult = Result.IndexOf(label);
            if (inResult < 0 || inResult + shift >= output.Count) continue;
            int size = output[inResult + shift], given = input[Source.IndexOf(label) + shift];
            if (size != Shape.Unknown && given != Shape.Unknown && size != given)
                throw ShapeError($"input {input} and output shape {OutputShape} disagree on axis '{label}': {given} and {size}.");
        }

        _kernel.Build([.. kernel]);
        if (!string.IsNullOrEmpty(BiasAxes)) BuildBias(BiasAxes, output, shift, HasDotsBefore ? 0 : elided);
        _kernel.BuildAdaptation();
    }

    private void BuildBias(string axes, List<int> output, int shift, int trailing)
    {
        int first = axes.Min(label => Result.IndexOf(label));
        Shape bias = [.. Result[first..].Select((label, place) => axes.Contains(label) ? output[first + place + shift] : 1),
            .. Enumerable.Repeat(1, trailing)];
        _bias = AddWeight("bias", bias, _biasInitializer, regularizer: _biasRegularizer, constraint: _biasConstraint);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x, bool training)
    {
        string extra = string.Concat(Enumerable.Range(0, Elided(x.Shape)).Select(number => (char)('\u0391' + number)));
        string plain = HasDotsBefore ? $"{extra}{Source},{KernelAxes}->{extra}{Result}" : $"{Source}{extra},{KernelAxes}->{Result}{extra}";
        Tensor y = EinsumProduct.Of(plain, x.DType.IsFloating ? x : x.Cast(DType.Float32), _kernel.Value);
        if (_bias is not null) y += _bias;
        return _activation.Call(y);
    }

    private int Elided(Shape input)
    {
        int elided = input.Rank - Source.Length;
        bool hasDots = HasDotsBefore || _parts.Groups["after"].Length > 0;
        return elided == 0 || (elided > 0 && hasDots) ? elided : throw ShapeError($"expected input for '{Source}' in {Equation}, got {input}.");
    }

    [GeneratedRegex(@"^(?<before>\.\.\.)?(?<x>[a-zA-Z]+)(?<after>\.\.\.)?,(?<w>[a-zA-Z]+)->(?<before2>\.\.\.)?(?<y>[a-zA-Z]+)(?<after2>\.\.\.)?$")]
    private static partial Regex EquationForm();
}
