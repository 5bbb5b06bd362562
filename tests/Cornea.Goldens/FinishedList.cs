using System.Text.RegularExpressions;

namespace Cornea.Goldens;

/// <summary>
/// tests/Goldens/finished.txt: the cases that <c>dotnet test</c> runs. A line is a case (<c>classic/splits</c>), a folder of cases
/// (<c>losses</c>), or either with <c>*</c> for any characters but '/' (<c>layers/conv2d_*</c>); # begins a comment. It only grows.
/// </summary>
internal sealed class FinishedList
{
    public const string FileName = "finished.txt";

    public FinishedList(IEnumerable<string> lines)
    {
        Lines = [.. lines.Select(line => line.Split('#')[0].Trim()).Where(line => line.Length > 0)];
    }

    /// <summary>The lines without comments.</summary>
    public IReadOnlyList<string> Lines { get; }

    public static FinishedList Read() => new(File.ReadLines(Path.Combine(GoldenFolder.RepositoryPath, FileName)));

    /// <summary>The cases among <paramref name="names"/> that the list holds.</summary>
    public IEnumerable<string> Select(IEnumerable<string> names)
    {
        Regex[] patterns = [.. Lines.Select(Pattern)];
        return names.Where(name => patterns.Any(pattern => pattern.IsMatch(name)));
    }

    /// <summary>The lines that fit none of <paramref name="names"/>: misspelt, or a case has gone.</summary>
    public IEnumerable<string> Idle(IReadOnlyCollection<string> names) =>
        Lines.Where(line => !names.Any(name => Pattern(line).IsMatch(name)));

    // A line fits a case's whole name or one of the folders above it.
    private static Regex Pattern(string line) =>
        new($"^{Regex.Escape(line.TrimEnd('/')).Replace(@"\*", "[^/]*")}(/.*)?$", RegexOptions.CultureInvariant);
}
