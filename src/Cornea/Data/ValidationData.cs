namespace Cornea;

/// <summary>Data that a model is evaluated on after each epoch. Tuples <c>(x, y)</c> and <c>(x, y, sampleWeight)</c> convert to it.</summary>
public sealed class ValidationData
{
    private ValidationData(Batch? arrays, IEnumerable<Batch>? batches) => (Arrays, Batches) = (arrays, batches);

    internal Batch? Arrays { get; }

    internal IEnumerable<Batch>? Batches { get; }

    /// <summary>Inputs and targets.</summary>
    public static implicit operator ValidationData((Tensor X, Tensor Y) data) => From(data.X, data.Y);

    /// <summary>Inputs, targets, and what each sample counts.</summary>
    public static implicit operator ValidationData((Tensor X, Tensor Y, Tensor SampleWeight) data) => From(data.X, data.Y, data.SampleWeight);

    /// <summary>Several inputs and targets.</summary>
    public static implicit operator ValidationData((TensorList X, TensorList Y) data) => From(data.X, data.Y);

    /// <summary>Inputs and targets.</summary>
    public static ValidationData From(TensorList x, TensorList y, TensorList? sampleWeight = null) => new(new Batch(x, y, sampleWeight), null);

    /// <summary>Batches, gone through once for each evaluation.</summary>
    public static ValidationData From(IEnumerable<Batch> batches) => new(null, batches);
}
