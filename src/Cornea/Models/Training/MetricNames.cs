namespace Cornea;

/// <summary>Names that compiled metrics are reported by, as Keras gives them: of equal ones the second is <c>name_1</c>, or <c>weighted_name</c> among the weighted.</summary>
internal sealed class MetricNames(IEnumerable<string> taken)
{
    private readonly Dictionary<string, int> _counts = taken.ToDictionary(name => name, _ => 1);

    /// <param name="name">The metric's own name.</param>
    /// <param name="prefix">The output's name and an underscore; nothing for a model of one output.</param>
    /// <param name="isWeighted">Whether the metric takes the samples' weights.</param>
    public string Of(string name, string prefix, bool isWeighted)
    {
        string full = prefix + name;
        if (_counts.TryAdd(full, 1)) return full;
        if (isWeighted && _counts.TryAdd(full = $"{prefix}weighted_{name}", 1)) return full;
        string numbered;
        do numbered = $"{full}_{_counts[full]++}";
        while (!_counts.TryAdd(numbered, 1));
        return numbered;
    }
}
