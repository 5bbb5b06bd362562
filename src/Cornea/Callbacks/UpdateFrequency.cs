namespace Cornea.Callbacks;

/// <summary>When <see cref="TensorBoard"/> writes the logs of batches: never (<c>"epoch"</c>), after each (<c>"batch"</c>), or every so many.</summary>
public readonly record struct UpdateFrequency
{
    /// <summary>Every so many batches; null: never.</summary>
    public int? Batches { get; private init; }

    /// <summary>Every so many batches.</summary>
    public static implicit operator UpdateFrequency(int batches) => batches > 0 ? new UpdateFrequency { Batches = batches }
        : throw new ArgumentException($"UpdateFrequency: expected at least 1 batch, got {batches}.", nameof(batches));

    /// <summary><c>"epoch"</c> or <c>"batch"</c>.</summary>
    public static implicit operator UpdateFrequency(string word) => word switch
    {
        "epoch" => default,
        "batch" => 1,
        _ => throw new ArgumentException($"UpdateFrequency: expected \"epoch\", \"batch\" or a number of batches, got '{word}'.", nameof(word)),
    };

    /// <inheritdoc/>
    public override string ToString() => Batches is { } batches ? batches.ToString(System.Globalization.CultureInfo.InvariantCulture) : "epoch";
}
