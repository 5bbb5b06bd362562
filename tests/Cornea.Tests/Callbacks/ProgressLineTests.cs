using System.Text.RegularExpressions;
using Cornea.Callbacks;
using Xunit;

namespace Cornea.Tests.Callbacks;

/// <summary>The progress line on terminals of every width: it never wraps, hides nothing at the end, and is coloured only where that is wanted.</summary>
public class ProgressLineTests
{
    private static readonly Dictionary<string, double> Logs = new() { ["accuracy"] = 0.5, ["loss"] = 1.25, ["val_accuracy"] = 0.75, ["val_loss"] = 1e-5 };

    [Fact]
    public void No_line_is_wider_than_the_terminal()
    {
        foreach (int width in new[] { 30, 40, 60, 80, 100, 120 })
        {
            var line = new ProgressLine(100, new ProgressTerminal(IsLive: true, HasColour: true, width));
            foreach (int step in new[] { 1, 50, 100 })
            {
                string text = line.Text(step, Logs, isLast: step == 100);
                Assert.All(Shown(text).Split('\r', '\n'), part => Assert.InRange(part.TrimEnd().Length, 0, width - 1));
                Assert.StartsWith("\r", text, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void The_last_line_has_every_value_however_narrow_the_terminal()
    {
        var line = new ProgressLine(100, new ProgressTerminal(IsLive: true, HasColour: false, 40));
        string text = line.Text(100, Logs, isLast: true);
        foreach (string value in new[] { "accuracy: 0.5000", "loss: 1.2500", "val_accuracy: 0.7500", "val_loss: 1.0000e-05" }) Assert.Contains(value, text, StringComparison.Ordinal);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shorter_line_covers_the_longer_one_before()
    {
        var line = new ProgressLine(100, new ProgressTerminal(IsLive: true, HasColour: false, 120));
        string first = line.Text(1, Logs, isLast: false), second = line.Text(2, new Dictionary<string, double>(), isLast: false);
        Assert.True(second.Length >= first.TrimEnd().Length);
    }

    [Fact]
    public void Without_colours_the_bar_still_shows_how_far_it_is()
    {
        string text = new ProgressLine(4, new ProgressTerminal(IsLive: true, HasColour: false, 200)).Text(1, Logs, isLast: false);
        Assert.DoesNotContain("\u001b", text, StringComparison.Ordinal);
        Assert.Contains(" ━━━━━╌╌╌╌╌╌╌╌╌╌╌╌╌╌╌ ", text, StringComparison.Ordinal);
    }

    private static string Shown(string text) => Regex.Replace(text, "\u001b\\[[0-9;]*m", "");
}
