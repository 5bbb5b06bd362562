namespace Cornea.Callbacks;

/// <summary>What a callback remembers, as <see cref="BackupAndRestore"/> keeps it: numbers, texts and tensors by name.</summary>
public sealed class CallbackState
{
    internal Dictionary<string, double[]> Numbers { get; } = [];

    internal Dictionary<string, Tensor[]> Tensors { get; } = [];

    internal Dictionary<string, string> Texts { get; } = [];

    /// <summary>Keeps a number.</summary>
    public CallbackState With(string name, double value) => With(name, [value]);

    /// <summary>Keeps numbers.</summary>
    public CallbackState With(string name, IEnumerable<double> values)
    {
        Numbers[Checked(name)] = [.. values];
        return this;
    }

    /// <summary>Keeps a text.</summary>
    public CallbackState With(string name, string text)
    {
        Texts[Checked(name)] = text;
        return this;
    }

    /// <summary>Keeps tensors.</summary>
    public CallbackState With(string name, IEnumerable<Tensor> values)
    {
        Tensors[Checked(name)] = [.. values];
        return this;
    }

    /// <summary>The number of a name.</summary>
    /// <exception cref="InvalidDataException">It wasn't kept.</exception>
    public double GetNumber(string name) => GetNumbers(name) is [var only] ? only : throw Missing(name);

    /// <summary>The number of a name; null if none was kept.</summary>
    internal double? FindNumber(string name) => Numbers.ContainsKey(name) ? GetNumber(name) : null;

    /// <summary>The numbers of a name.</summary>
    /// <exception cref="InvalidDataException">They weren't kept.</exception>
    public IReadOnlyList<double> GetNumbers(string name) => Numbers.TryGetValue(name, out double[]? values) ? values : throw Missing(name);

    /// <summary>The text of a name; null if none was kept.</summary>
    public string? GetText(string name) => Texts.GetValueOrDefault(name);

    /// <summary>The tensors of a name; null if none were kept.</summary>
    public IReadOnlyList<Tensor>? GetTensors(string name) => Tensors.GetValueOrDefault(name);

    private static string Checked(string name) => name.Length > 0 && !name.Contains('/') ? name
        : throw new ArgumentException($"CallbackState: expected a name without '/', got '{name}'.", nameof(name));

    private static InvalidDataException Missing(string name) => new($"CallbackState: '{name}' wasn't kept.");
}
