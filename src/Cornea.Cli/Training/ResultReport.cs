using System.Globalization;
using System.Text;
using Cornea.Cli.Terminal;
using Cornea.Learn;
using Spectre.Console;

namespace Cornea.Cli.Training;

/// <summary>The results for people: the test, the confusion matrix, and a line for each class.</summary>
internal sealed class ResultReport(Screen screen, IReadOnlyList<string> names)
{
    private readonly bool _areNumbered = names.Any(name => name.Length > 3);

    public void Show(TrainResult result)
    {
        screen.Line();
        screen.Markup(
            $"[bold]Test accuracy {Four(result.TestAccuracy)}[/], loss {Four(result.TestLoss)}, after {result.Epochs} epoch{(result.Epochs == 1 ? "" : "s")} in {Seconds(result.Seconds)}.");
        screen.Line();
        ShowMatrix(result.Confusion);
        screen.Line();
        ShowClasses(result.Classes);
        screen.Line();
    }

    private void ShowMatrix(long[,] matrix)
    {
        int label = names.Max(name => name.Length) + (_areNumbered ? 3 : 0);
        int cell = Math.Max(matrix.Cast<long>().Max().ToString(CultureInfo.InvariantCulture).Length, 3) + 1;
        screen.Line("Confusion matrix: rows are the true classes, columns the predicted ones.");
        var header = new StringBuilder(new string(' ', label));
        for (int column = 0; column < names.Count; column++) header.Append((_areNumbered ? $"{column}" : names[column]).PadLeft(cell));
        screen.Markup($"[grey]{Markup.Escape(header.ToString())}[/]");
        for (int row = 0; row < names.Count; row++)
        {
            var line = new StringBuilder(Markup.Escape((_areNumbered ? $"{row,2} {names[row]}" : names[row]).PadRight(label)));
            for (int column = 0; column < names.Count; column++)
            {
                long count = matrix[row, column];
                string text = (count == 0 ? "." : count.ToString(CultureInfo.InvariantCulture)).PadLeft(cell);
                line.Append(row == column ? $"[green]{text}[/]" : count == 0 ? $"[grey]{text}[/]" : $"[red]{text}[/]");
            }

            screen.Markup(line.ToString());
        }
    }

    private void ShowClasses(ClassificationReport report)
    {
        int label = Math.Max(names.Max(name => name.Length), 5);
        screen.Markup($"[grey]{"class".PadRight(label)}  precision  recall      f1   count[/]");
        foreach ((string name, ClassScores scores) in report.Names.Zip(report.Classes)) screen.Line(Row(name, scores, label));
        screen.Markup($"[bold]{Row("mean", report.MacroAverage, label)}[/]");
    }

    private static string Row(string name, ClassScores score, int label) =>
        $"{name.PadRight(label)}  {Four(score.Precision),9}  {Four(score.Recall),6}  {Four(score.F1),6}  {score.Support.ToString(CultureInfo.InvariantCulture),6}";

    private static string Four(double value) => value.ToString("F4", CultureInfo.InvariantCulture);

    private static string Seconds(double value) => value < 60
        ? string.Create(CultureInfo.InvariantCulture, $"{value:F1} s")
        : string.Create(CultureInfo.InvariantCulture, $"{(int)value / 60} min {(int)value % 60} s");
}
