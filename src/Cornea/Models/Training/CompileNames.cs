namespace Cornea;

/// <summary>Checks names that are to be outputs' names.</summary>
internal static class CompileNames
{
    public static void Check(string what, IEnumerable<string> given, IReadOnlyList<string> outputs, string label)
    {
        foreach (string name in given)
            if (!outputs.Contains(name))
                throw new ArgumentException($"{label}: {what} are given for an output '{name}'; there are {string.Join(", ", outputs)}.");
    }
}
