using System.Globalization;
using Cornea.Cli.Terminal;
using Cornea.Vision;
using Spectre.Console;

namespace Cornea.Cli.Photos;

/// <summary>How a classifier did, for people.</summary>
internal static class PhotoReport
{
    private const int MostMistakes = 10;

    public static void Show(Screen screen, PhotoScores scores, TransferResult result, double seconds)
    {
        string fineTuning = result.IsFineTuned ? "Fine-tuning paid and was kept." : result.FineTuning is null ? "No fine-tuning was needed." : "Fine-tuning didn't pay; its weights were dropped.";
        screen.Line();
        screen.Line($"The head was trained for {result.Head.Epochs.Count} epochs. {fineTuning} {Number(seconds, "F0")} s in all.");
        Show(screen, scores, "Test accuracy");
    }

    public static void Show(Screen screen, PhotoScores scores, string title)
    {
        screen.Markup($"[bold]{title} {Number(scores.Accuracy, "F4")}[/] (95 %: {Number(scores.Interval.Low, "F3")} to {Number(scores.Interval.High, "F3")})");
        screen.Line();
        foreach (string line in scores.Classes.ToString().TrimEnd('\n').Split('\n')) screen.Line(line);
        if (scores.Mistakes.Count > 0) screen.Line($"The worst of {scores.Mistakes.Count} mistake{(scores.Mistakes.Count == 1 ? "" : "s")}:");
        foreach (PhotoMistake mistake in scores.Mistakes.Take(MostMistakes))
            screen.Markup($"  {Markup.Escape(mistake.File)}: {Markup.Escape(mistake.Truth)}, taken for [red]{Markup.Escape(mistake.Answer)}[/] with {Number(mistake.Probability, "F2")}");
        screen.Line();
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
