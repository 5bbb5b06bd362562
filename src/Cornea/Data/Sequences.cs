using System.Numerics;

namespace Cornea.Data;

/// <summary>Sequences of different lengths in one tensor.</summary>
public static class Sequences
{
    /// <summary>Fills sequences up, or cuts them, to one length. Computes.</summary>
    /// <param name="sequences">Numbers, sequence by sequence.</param>
    /// <param name="maxlen">The length; null: that of the longest.</param>
    /// <param name="dtype">Of the result; Int32 by default.</param>
    /// <param name="padding">Where what fills up goes: <c>"pre"</c>, before the sequence, or <c>"post"</c>.</param>
    /// <param name="truncating">Where what is too long is cut: <c>"pre"</c>, at its beginning, or <c>"post"</c>.</param>
    /// <param name="value">What fills up.</param>
    /// <returns>[sequences, maxlen].</returns>
    /// <remarks>Source: Keras 3, utils.pad_sequences.</remarks>
    /// <exception cref="ArgumentException">A word is another, or the length is negative.</exception>
    public static Tensor Pad<T>(
        IReadOnlyList<IReadOnlyList<T>> sequences, int? maxlen = null, DType? dtype = null, string padding = "pre", string truncating = "pre",
        double value = 0)
        where T : INumber<T>
    {
        ArgumentNullException.ThrowIfNull(sequences);
        if (maxlen is < 0) throw new ArgumentException($"Sequences.Pad: expected maxlen of 0 or more, got {maxlen}.", nameof(maxlen));
        bool isFilledBefore = IsPre(padding, nameof(padding)), isCutBefore = IsPre(truncating, nameof(truncating));
        int length = maxlen ?? sequences.Select(sequence => sequence.Count).DefaultIfEmpty().Max();
        double[] values = new double[checked(sequences.Count * length)];
        Array.Fill(values, value);
        for (int row = 0; row < sequences.Count; row++)
        {
            IReadOnlyList<T> sequence = sequences[row];
            int kept = Math.Min(length, sequence.Count), first = isCutBefore ? sequence.Count - kept : 0;
            int place = (row * length) + (isFilledBefore ? length - kept : 0);
            for (int i = 0; i < kept; i++) values[place + i] = double.CreateChecked(sequence[first + i]);
        }

        return Tensor.From(values, [sequences.Count, length]).Cast(dtype ?? DType.Int32);
    }

    private static bool IsPre(string word, string name) => word switch
    {
        "pre" => true,
        "post" => false,
        _ => throw new ArgumentException($"Sequences.Pad: expected {name} of pre, post, got '{word}'.", name),
    };
}
