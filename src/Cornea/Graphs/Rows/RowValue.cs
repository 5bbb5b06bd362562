namespace Cornea.Graphs.Rows;

/// <summary>What is known of a value of a graph: whether samples lie along its first axis, and its twin in a graph for another number of them.</summary>
/// <param name="Tensor">The value.</param>
/// <param name="Twin">What stands for it in the twin; null where nothing is known.</param>
/// <param name="Each">How many entries of the first axis belong to a sample, one sample after the other; 0 where all samples share the value.</param>
internal readonly record struct RowValue(Tensor? Tensor, Tensor Twin, int Each)
{
    /// <summary>A value of which samples may be mixed.</summary>
    public static RowValue Unknown => default;

    public bool IsKnown => Tensor is not null;

    public static RowValue OfSamples(Tensor tensor, Tensor twin, int each) => new(tensor, twin, each);

    public static RowValue SameForAll(Tensor tensor, Tensor twin) => new(tensor, twin, 0);
}
