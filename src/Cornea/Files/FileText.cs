namespace Cornea.Files;

/// <summary>Text out of files, for messages: a name of a hundred megabytes is cut.</summary>
internal static class FileText
{
    private const int LongestName = 200;
    private const int LongestMessage = 8_000;
    private const int MostNames = 12;

    /// <summary>A name as it may stand in a message.</summary>
    public static string Shortened(string? name) => Cut(name ?? "", LongestName);

    /// <summary>A message that holds text from files at places that nobody knows.</summary>
    public static string ShortenedMessage(string message) => Cut(message, LongestMessage);

    /// <summary>Names one after the other, of many the first few.</summary>
    public static string List(IReadOnlyCollection<string> names) => names.Count <= MostNames
        ? string.Join(", ", names.Select(Shortened))
        : $"{string.Join(", ", names.Take(MostNames).Select(Shortened))}, … ({names.Count:N0} in all)";

    private static string Cut(string text, int most) => text.Length <= most ? text
        : $"{text.AsSpan(0, char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)}… ({text.Length:N0} characters)";
}
