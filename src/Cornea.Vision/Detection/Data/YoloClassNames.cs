namespace Cornea.Vision;

/// <summary>The classes' names as YOLO's folders have them.</summary>
internal static class YoloClassNames
{
    /// <summary>The lines of <c>classes.txt</c>, or <c>names</c> of <c>data.yaml</c>: <c>[a, b]</c>, <c>- a</c> below, or <c>0: a</c> below.</summary>
    /// <exception cref="InvalidDataException">Neither is there, or there is no name in it.</exception>
    public static string[] Of(string folder)
    {
        string list = Path.Combine(folder, "classes.txt"), yaml = Path.Combine(folder, "data.yaml");
        string file = File.Exists(list) ? list : File.Exists(yaml) ? yaml
            : throw new InvalidDataException($"{folder}: expected classes.txt or data.yaml with the classes' names; or give classNames.");
        string[] names = file == list ? [.. File.ReadLines(list).Select(line => line.Trim()).Where(line => line.Length > 0)] : InYaml(File.ReadAllLines(yaml));
        return names.Length > 0 ? names : throw new InvalidDataException($"{file}: has no names of classes.");
    }

    private static string[] InYaml(string[] lines)
    {
        int at = Array.FindIndex(lines, line => line.StartsWith("names:", StringComparison.Ordinal));
        if (at < 0) return [];
        string rest = lines[at]["names:".Length..].Split('#')[0].Trim();
        if (rest.StartsWith('[')) return [.. rest.Trim('[', ']').Split(',').Select(Plain).Where(name => name.Length > 0)];
        // Items are indented or begin with a dash; "0: a" and "- a" both end with the name.
        return [.. lines.Skip(at + 1)
            .TakeWhile(line => string.IsNullOrWhiteSpace(line) || line.StartsWith(' ') || line.StartsWith('-'))
            .Select(line => line.Trim())
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => Plain(line[0] == '-' ? line[1..] : line[(line.IndexOf(':') + 1)..]))];
    }

    private static string Plain(string name) => name.Split('#')[0].Trim().Trim('"', '\'');
}
