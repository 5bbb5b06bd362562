using System.Text.Json.Nodes;
using Cornea.Cli.Models;
using Cornea.Cli.Terminal;
using Cornea.Cli.Training;
using Cornea.Vision;
using Spectre.Console;

namespace Cornea.Cli.Photos;

/// <summary>What is wrong with photos, as a table, as JSON, and as a page.</summary>
internal static class CheckRun
{
    private const int MostShown = 20; // Of a kind.

    public static void Run(string folder, string? page, string backbone, int seed, bool json, CancellationToken cancellation)
    {
        ImageFeatures? features = backbone == "none" ? null : SavedModel.IsMeant(backbone) ? ImageFeatures.Of(SavedModel.Load(backbone)) : ImageFeatures.Of(backbone);
        PhotoCheckReport report = PhotoCheck.Run(folder, features, seed, cancellation);
        if (page is not null) File.WriteAllText(page, CheckPage.Of(report));
        if (json) Console.WriteLine(Json(report).ToJsonString());
        else Show(Screen.Create(), report, page);
    }

    /// <summary>A problem in words.</summary>
    public static string Title(PhotoProblem problem) => problem switch
    {
        PhotoProblem.Unreadable => "Unreadable files",
        PhotoProblem.WrongEnding => "Wrong endings",
        PhotoProblem.OddSize => "Odd sizes",
        PhotoProblem.OddColors => "Odd colours",
        PhotoProblem.SmallClass => "Small classes",
        PhotoProblem.ExactDuplicate => "Duplicates",
        PhotoProblem.NearDuplicate => "Near duplicates",
        _ => "Labels that look wrong",
    };

    private static void Show(Screen screen, PhotoCheckReport report, string? page)
    {
        screen.Markup($"[bold]{Markup.Escape(report.Folder)}[/]: {report.PhotoCount:N0} photos; {Markup.Escape(string.Join(", ", report.ClassCounts.Select(pair => $"{pair.Key} {pair.Value:N0}")))}.");
        if (report.Findings.Count == 0) screen.Markup("[green]Nothing looks wrong.[/]");
        foreach (var kind in report.Findings.GroupBy(finding => finding.Problem))
        {
            screen.Line();
            screen.Markup($"[bold]{Title(kind.Key)}[/]: {kind.Count():N0}");
            foreach (PhotoFinding finding in kind.Take(MostShown)) screen.Line($"  {Text(report, finding)}");
            if (kind.Count() > MostShown) screen.Line($"  … and {kind.Count() - MostShown:N0} more; --json and --output check.html have them all.");
        }

        if (page is null) return;
        screen.Line();
        screen.Markup($"The pictures are in [bold]{Markup.Escape(page)}[/].");
    }

    private static string Text(PhotoCheckReport report, PhotoFinding finding)
    {
        string files = string.Join(", ", finding.Files.Select(file => Path.GetRelativePath(report.Folder, file)));
        return finding.Problem == PhotoProblem.Unreadable || files.Length == 0 ? finding.Message : $"{files}: {finding.Message}";
    }

    private static JsonObject Json(PhotoCheckReport report) => new()
    {
        ["folder"] = report.Folder,
        ["photos"] = report.PhotoCount,
        ["classes"] = new JsonObject(report.ClassCounts.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
        ["findings"] = new JsonArray([.. report.Findings.Select(finding => new JsonObject
        {
            ["problem"] = Word(finding.Problem),
            ["files"] = Paths(finding.Files),
            ["message"] = finding.Message,
            ["across_parts"] = finding.IsAcrossParts,
            ["score"] = finding.Score is { } score ? ResultJson.Number(score) : null,
            ["suggestion"] = finding.Suggestion,
        })]),
        ["ranking"] = Paths(report.Ranking),
    };

    private static JsonArray Paths(IEnumerable<string> paths) => new([.. paths.Select(path => (JsonNode)path)]);

    private static string Word(PhotoProblem problem) => problem switch
    {
        PhotoProblem.Unreadable => "unreadable",
        PhotoProblem.WrongEnding => "wrong_ending",
        PhotoProblem.OddSize => "odd_size",
        PhotoProblem.OddColors => "odd_colors",
        PhotoProblem.SmallClass => "small_class",
        PhotoProblem.ExactDuplicate => "exact_duplicate",
        PhotoProblem.NearDuplicate => "near_duplicate",
        _ => "suspicious_label",
    };
}
