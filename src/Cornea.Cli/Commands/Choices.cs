using System.CommandLine;
using System.CommandLine.Parsing;

namespace Cornea.Cli.Commands;

/// <summary>Arguments and options that take one of a few words or a number of a range; what is wrong is said in the user's words.</summary>
internal static class Choices
{
    public static Argument<string> Argument(string name, string description, string what, IReadOnlyList<string> known)
    {
        var argument = new Argument<string>(name) { Description = $"{description}: {string.Join(", ", known)}." };
        argument.CompletionSources.Add([.. known]);
        argument.Validators.Add(result => Check(result, result.Tokens, what, known));
        return argument;
    }

    public static Option<string> Option(string name, string description, string what, IReadOnlyList<string> known)
    {
        var option = new Option<string>(name) { Description = description, HelpName = string.Join("|", known) };
        option.CompletionSources.Add([.. known]);
        option.Validators.Add(result => Check(result, result.Tokens, what, known));
        return option;
    }

    public static Option<int?> Whole(string name, string description, int least, int most = int.MaxValue)
    {
        var option = new Option<int?>(name) { Description = description, HelpName = "number" };
        option.CustomParser = result => Parsed(result, name, least, most);
        return option;
    }

    /// <summary>How many threads compute; <see cref="Use"/> takes it over.</summary>
    public static Option<int?> Threads() => Whole("--threads", "Threads that compute; one for each processor by default.", 1, 256);

    /// <summary>Sets the number of threads, before the first plan runs.</summary>
    public static void Use(int? threads)
    {
        if (threads is { } count) Environment.SetEnvironmentVariable("CORNEA_THREADS", $"{count}");
    }

    public static Option<double?> Positive(string name, string description)
    {
        var option = new Option<double?>(name) { Description = description, HelpName = "number" };
        option.CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (double.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out double value) && value > 0 && double.IsFinite(value)) return value;
            result.AddError($"{name}: expected a number above 0, got '{text}'.");
            return null;
        };
        return option;
    }

    /// <summary>The known word that a wrong one was probably meant for; null when none is near.</summary>
    internal static string? Nearest(string word, IReadOnlyList<string> known) => known
        .Select(name => (Name: name, Distance: Distance(word.ToLowerInvariant(), name)))
        .Where(pair => pair.Distance <= Math.Max(2, pair.Name.Length / 3))
        .OrderBy(pair => pair.Distance)
        .Select(pair => pair.Name)
        .FirstOrDefault();

    private static void Check(SymbolResult result, IReadOnlyList<Token> tokens, string what, IReadOnlyList<string> known)
    {
        if (tokens.Count != 1 || known.Contains(tokens[0].Value)) return;
        string text = tokens[0].Value;
        string hint = Nearest(text, known) is { } near ? $" Did you mean '{near}'?" : "";
        result.AddError($"There is no {what} '{text}'; there are {string.Join(", ", known)}.{hint}");
    }

    private static int? Parsed(ArgumentResult result, string name, int least, int most)
    {
        string text = result.Tokens[0].Value;
        if (int.TryParse(text, System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out int value)
            && value >= least && value <= most) return value;
        string range = most == int.MaxValue ? $"of at least {least}" : $"from {least} to {most}";
        result.AddError($"{name}: expected a whole number {range}, got '{text}'.");
        return null;
    }

    // Levenshtein's: how many letters must be put in, left out or changed.
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(changed, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[b.Length];
    }
}
