using System.Text.Json;
using System.Text.Json.Nodes;
using Cornea.Files;

namespace Cornea.Goldens;

/// <summary>
/// One golden case: what a reference implementation computed. <c>case.json</c> says what it is, arrays hold the values, and some cases
/// carry whole files. tests/Goldens/README.md tells what the cases of each kind hold.
/// </summary>
internal sealed class GoldenCase
{
    private const string Description = "case.json";

    private readonly NpzFile _content;
    private readonly HashSet<string> _unread;
    private readonly HashSet<string> _unreadFiles;
    private readonly Func<string, GoldenCase?> _find;

    private GoldenCase(string name, NpzFile content, Func<string, GoldenCase?> find)
    {
        Name = name;
        _find = find;
        _content = content;
        _unread = [.. content.Names];
        _unreadFiles = [.. content.EntryNames.Where(entry => entry != Description && !entry.EndsWith(NpyFile.Extension, StringComparison.Ordinal))];
        Json = new CaseJson(ReadJson(content));
        Kind = (Json["kind"] ?? throw new NotUnderstoodException($"{Description} has no 'kind'")).ToText();
        Json.LeaveOut("name", because: "the file's name says it");
        Json.LeaveOut("note", because: "it is for who reads the case");
    }

    /// <summary>Its path below the folder of cases, such as <c>layers/conv2d_00</c>.</summary>
    public string Name { get; }

    /// <summary>What <c>case.json</c> says it is: <c>layers</c>, <c>losses</c>, …</summary>
    public string Kind { get; }

    /// <summary>What <c>case.json</c> says; <see cref="CaseValues"/> reads its numbers.</summary>
    public CaseJson Json { get; }

    /// <summary>The names of the arrays.</summary>
    public IReadOnlyList<string> ArrayNames => _content.Names;

    /// <summary>The arrays that nobody has read yet.</summary>
    public IReadOnlyCollection<string> UnreadArrays => _unread;

    /// <summary>All that nobody has read yet, arrays, files and values of <c>case.json</c>: what a runner leaves here, it has not checked.</summary>
    public IEnumerable<string> Unread => _unread.Concat(_unreadFiles).Concat(Json.Unread.Select(path => $"{Description}: {path}"));

    /// <summary>Reads an array. Its shape, its type and its values as numbers of any type: see <see cref="FileArray"/>.</summary>
    public FileArray this[string array]
    {
        get
        {
            _unread.Remove(array);
            return _content[array];
        }
    }

    /// <summary>Whether there is an array of that name.</summary>
    public bool Has(string array) => _content.Contains(array);

    /// <summary>Reads <c>x0, x1, …</c> for the prefix <c>x</c>, as far as they go.</summary>
    public FileArray[] Numbered(string prefix)
    {
        var arrays = new List<FileArray>();
        while (Has(prefix + arrays.Count))
            arrays.Add(this[prefix + arrays.Count]);
        return [.. arrays];
    }

    /// <summary>A whole file that the case carries, such as <c>model.keras</c>.</summary>
    public byte[] ReadFile(string fileName)
    {
        _unreadFiles.Remove(fileName);
        return _content.ReadBytes(fileName);
    }

    /// <summary>Whether the case carries that file.</summary>
    public bool HasFile(string fileName) => _content.EntryNames.Contains(fileName);

    /// <summary>Another case of the folder, whose name has a word of this one's replaced; null where there is none.</summary>
    public GoldenCase? Sibling(string word, string otherWord) => _find(Name.Replace(word, otherWord, StringComparison.Ordinal));

    /// <summary>Says that an array or a file needs no check, and why.</summary>
    public void LeaveOut(string name, string because)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(because);
        _unread.Remove(name);
        _unreadFiles.Remove(name);
    }

    /// <summary>Opens a case. Arrays are read when they are asked for.</summary>
    /// <exception cref="NotUnderstoodException">It has no readable <c>case.json</c> that tells its kind.</exception>
    /// <param name="name">Its path below the folder of cases.</param>
    /// <param name="content">Its file.</param>
    /// <param name="find">Opens another case of the folder, or gives null; null where there is no other.</param>
    public static GoldenCase Open(string name, NpzFile content, Func<string, GoldenCase?>? find = null) => new(name, content, find ?? (_ => null));

    private static JsonObject ReadJson(NpzFile content)
    {
        if (!content.EntryNames.Contains(Description))
            throw new NotUnderstoodException($"there is no {Description}");
        try
        {
            return JsonNode.Parse(content.ReadBytes(Description)) as JsonObject
                ?? throw new NotUnderstoodException($"{Description} is not an object");
        }
        catch (JsonException e)
        {
            throw new NotUnderstoodException($"{Description}: {e.Message}");
        }
    }
}
