using System.Collections;
using System.Globalization;

namespace Cornea.Vision;

/// <summary>What a network says to an image: every class with its probability, the likeliest first.</summary>
public sealed class Classification : IReadOnlyList<ClassProbability>
{
    private readonly ClassProbability[] _classes;

    internal Classification(string label, IEnumerable<ClassProbability> classes) =>
        (Label, _classes) = (label, [.. classes.OrderByDescending(item => item.Probability)]);

    /// <summary>The answer: the likeliest class; of two classes the second if it reaches the classifier's threshold.</summary>
    public string Label { get; }

    /// <summary>How sure the network is of the answer.</summary>
    public double Probability => this[Label];

    /// <inheritdoc/>
    public int Count => _classes.Length;

    /// <inheritdoc/>
    public ClassProbability this[int index] => _classes[index];

    /// <summary>The probability of a class.</summary>
    /// <exception cref="KeyNotFoundException">There is no such class.</exception>
    public double this[string label] => Array.FindIndex(_classes, item => item.Label == label) is >= 0 and var index
        ? _classes[index].Probability
        : throw new KeyNotFoundException($"There is no class '{label}'; there are {string.Join(", ", _classes.Select(item => item.Label))}.");

    /// <summary>The likeliest classes.</summary>
    /// <param name="count">How many; fewer if there are fewer.</param>
    public IReadOnlyList<ClassProbability> Top(int count) => _classes[..Math.Clamp(count, 0, Count)];

    /// <inheritdoc/>
    public IEnumerator<ClassProbability> GetEnumerator() => ((IEnumerable<ClassProbability>)_classes).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The answer and its probability, such as <c>cat 0.98</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Label} {Probability:F2}");
}
