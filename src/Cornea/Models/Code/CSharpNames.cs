using System.Text;

namespace Cornea;

/// <summary>Names of variables and methods made of layers' names, each once.</summary>
/// <param name="taken">Names that are taken already.</param>
internal sealed class CSharpNames(IEnumerable<string> taken)
{
    private static readonly HashSet<string> Keywords =
    [
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default", "delegate", "do", "double", "else", "enum",
        "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto", "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long",
        "namespace", "new", "null", "object", "operator", "out", "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof",
        "stackalloc", "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using", "virtual", "void",
        "volatile", "while",
    ];

    private readonly HashSet<string> _taken = [.. taken];

    /// <summary>Whether a text may be the name of a class.</summary>
    public static bool IsIdentifier(string text) => text.Length > 0 && (char.IsAsciiLetter(text[0]) || text[0] == '_') && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_') && !Keywords.Contains(text);

    /// <summary>A new name: <c>conv2d_1</c> becomes <c>conv2d1</c>, and one that is taken gets a number.</summary>
    public string New(string name, bool isPascal = false)
    {
        string start = Cased(name, isPascal), found = start;
        for (int number = 2; Keywords.Contains(found) || !_taken.Add(found); number++) found = $"{start}_{number}";
        return found;
    }

    private static string Cased(string name, bool isPascal)
    {
        var result = new StringBuilder();
        bool isStart = isPascal;
        foreach (char letter in name)
        {
            if (!char.IsAsciiLetterOrDigit(letter))
            {
                isStart = result.Length > 0 || isPascal;
                continue;
            }

            result.Append(isStart ? char.ToUpperInvariant(letter) : result.Length == 0 ? char.ToLowerInvariant(letter) : letter);
            isStart = false;
        }

        if (result.Length == 0) result.Append(isPascal ? 'X' : 'x');
        if (char.IsAsciiDigit(result[0])) result.Insert(0, isPascal ? 'X' : 'x');
        return result.ToString();
    }
}
