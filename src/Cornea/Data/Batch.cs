namespace Cornea;

/// <summary>Samples that go through a model together: inputs, and perhaps targets and weights. Takes apart into <c>(x, y)</c>.</summary>
/// <param name="inputs">What the model is given, one tensor for each input [batch, …].</param>
/// <param name="targets">What it's to answer, one tensor for each output; null without.</param>
/// <param name="sampleWeights">What each sample counts: one tensor for all outputs, or one for each; null: 1.</param>
public sealed class Batch(TensorList inputs, TensorList? targets = null, TensorList? sampleWeights = null)
{
    /// <summary>What the model is given.</summary>
    public TensorList Inputs { get; } = inputs ?? throw new ArgumentNullException(nameof(inputs));

    /// <summary>What it's to answer; null without.</summary>
    public TensorList? Targets { get; } = targets;

    /// <summary>What each sample counts; null: 1.</summary>
    public TensorList? SampleWeights { get; } = sampleWeights;

    /// <summary>The number of samples.</summary>
    public int Size => Inputs[0].Shape[0];

    /// <summary>The only input and the only target.</summary>
    /// <exception cref="InvalidOperationException">There are several, or no targets.</exception>
    public void Deconstruct(out Tensor x, out Tensor y)
    {
        x = Inputs.Single;
        y = (Targets ?? throw new InvalidOperationException("Batch: has no targets.")).Single;
    }

    /// <summary>Inputs, targets and weights in one row.</summary>
    internal Tensor[] All() => [.. Inputs.Span, .. Targets is null ? [] : Targets.Span, .. SampleWeights is null ? [] : SampleWeights.Span];

    /// <summary>The same with float32 in the place of float64, once for all steps: nothing that networks compute with is finer.</summary>
    internal Batch InSinglePrecision()
    {
        bool isSingle = Array.TrueForAll(All(), tensor => tensor.DType != DType.Float64);
        return isSingle ? this : new Batch(Single(Inputs)!, Single(Targets), Single(SampleWeights));

        static TensorList? Single(TensorList? tensors) => tensors is null
            ? null
            : TensorList.Create([.. tensors.Select(tensor => tensor.DType == DType.Float64 ? tensor.Cast(DType.Float32) : tensor)]);
    }
}
