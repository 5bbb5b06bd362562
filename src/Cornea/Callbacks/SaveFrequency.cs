namespace Cornea.Callbacks;

/// <summary>When a callback saves: after each epoch (<c>"epoch"</c>), or after so many batches (a number).</summary>
public readonly record struct SaveFrequency
{
    /// <summary>After how many batches; null: after each epoch.</summary>
    public int? Batches { get; private init; }

    /// <summary>After so many batches.</summary>
    public static implicit operator SaveFrequency(int batches) => batches > 0 ? new SaveFrequency { Batches = batches }
        : throw new ArgumentException($"SaveFrequency: expected at least 1 batch, got {batches}.", nameof(batches));

    /// <summary><c>"epoch"</c>.</summary>
    public static implicit operator SaveFrequency(string word) => word == "epoch" ? default
        : throw new ArgumentException($"SaveFrequency: expected \"epoch\" or a number of batches, got '{word}'.", nameof(word));

    /// <inheritdoc/>
    public override string ToString() => Batches?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "epoch";
}
