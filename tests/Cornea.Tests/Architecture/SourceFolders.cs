using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Cornea.Tests.Architecture;

/// <summary>In which folder of src/Cornea each type stands, from the sources.</summary>
internal sealed partial class SourceFolders
{
    private readonly Dictionary<(string Namespace, string Name), HashSet<string>> _folders = [];

    public SourceFolders()
    {
        foreach (string path in Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories))
        {
            string relative = Path.GetRelativePath(Root, path).Replace('\\', '/');
            if (relative.StartsWith("obj/", StringComparison.Ordinal) || relative.StartsWith("bin/", StringComparison.Ordinal)) continue;
            string text = File.ReadAllText(path), space = Namespace().Match(text).Groups[1].Value;
            string folder = relative.Contains('/') ? relative[..relative.IndexOf('/')] : "";
            foreach (Match type in Declaration().Matches(text))
            {
                (string, string) key = (space, type.Groups[1].Value);
                if (!_folders.TryGetValue(key, out HashSet<string>? places)) _folders.Add(key, places = []);
                places.Add(folder);
            }
        }
    }

    public static string Root => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "..", "..", "src", "Cornea"));

    /// <summary>The folder of a type; empty for what stands beside the folders, null for what the compiler made or stands in several.</summary>
    public string? Of(Type type)
    {
        string name = type.Name.Contains('`') ? type.Name[..type.Name.IndexOf('`')] : type.Name;
        return _folders.TryGetValue((type.Namespace ?? "", name), out HashSet<string>? places) && places.Count == 1 ? places.Single() : null;
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"^(?:public |internal |file |sealed |abstract |static |partial |readonly |unsafe |ref )*(?:class|struct|interface|enum|record struct|record class|record|delegate \S+) (\w+)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
