namespace Cornea;

/// <summary>What types share that stand for one of a few words, such as a loss' reduction: an unknown word lists the known ones.</summary>
internal static class Choice
{
    public static T Of<T>(string what, string? word, IReadOnlyList<T> known)
        where T : class => known.FirstOrDefault(choice => string.Equals(choice.ToString(), word, StringComparison.OrdinalIgnoreCase))
            ?? throw new ArgumentException($"{what}: expected one of {string.Join(", ", known)}, got '{word ?? "null"}'.");
}
