namespace Cornea.Losses;

/// <summary>How the losses of a batch become one number. A word converts to it, such as <c>"sum"</c>.</summary>
public sealed class Reduction
{
    private readonly string _name;

    private Reduction(string name) => _name = name;

    /// <summary>The sum over the number of losses; the default.</summary>
    public static Reduction SumOverBatchSize { get; } = new("sum_over_batch_size");

    /// <summary>The sum.</summary>
    public static Reduction Sum { get; } = new("sum");

    /// <summary>As <see cref="SumOverBatchSize"/>.</summary>
    public static Reduction Mean { get; } = new("mean");

    /// <summary>The sum over the sum of the sample weights.</summary>
    public static Reduction MeanWithSampleWeight { get; } = new("mean_with_sample_weight");

    /// <summary>The losses stay as they are, one for each sample (and place).</summary>
    public static Reduction None { get; } = new("none");

    private static IReadOnlyList<Reduction> Known { get; } = [SumOverBatchSize, Sum, Mean, MeanWithSampleWeight, None];

    /// <summary>The reduction of a word.</summary>
    /// <exception cref="ArgumentException">The word is unknown.</exception>
    public static implicit operator Reduction(string word) => Choice.Of("Loss: reduction", word, Known);

    /// <inheritdoc/>
    public override string ToString() => _name;

    /// <summary>The setting of a saved config: missing is the default, null is <see cref="None"/>.</summary>
    internal static Reduction Of(ObjectConfig config) => config.GetString("reduction") is { } word ? word
        : config.Json.ContainsKey("reduction") ? None : SumOverBatchSize;
}
