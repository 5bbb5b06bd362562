using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Cornea.Callbacks;

/// <summary>Keras' progress line: <c>30/30 ━━━━━━━━━━━━━━━━━━━━ 1s 5ms/step - accuracy: 0.9100 - loss: 0.2500</c>.</summary>
/// <remarks>A live line is written over, which a terminal that wraps it can't do: it keeps to the width, by a shorter bar, then without one, then cut
/// off. The last one is whole: what doesn't fit goes on in lines of its own.</remarks>
internal sealed class ProgressLine(int? steps, ProgressTerminal terminal)
{
    private const int BarWidth = 20, ShortestBar = 5;
    private const double SecondsBetween = 0.25;
    private const string Indent = "    ";
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _shown;
    private int _width;

    /// <summary>True a few times each second, and the first time.</summary>
    public bool IsDue(long now)
    {
        if (_shown != 0 && now - _shown < SecondsBetween * Stopwatch.Frequency) return false;
        _shown = now;
        return true;
    }

    /// <summary>The line as it's written: over the one before on a terminal, else only at the end.</summary>
    public string Text(int step, IReadOnlyDictionary<string, double> logs, bool isLast)
    {
        double seconds = Stopwatch.GetElapsedTime(_start).TotalSeconds, each = step > 0 ? seconds / step : 0;
        int? known = steps ?? (isLast ? step : null); // At the end it is known.
        string count = known is { } total ? $"{step.ToString(CultureInfo.InvariantCulture).PadLeft(total.ToString(CultureInfo.InvariantCulture).Length)}/{total}" : $"{step}/Unknown";
        string[] values = [.. logs.Select(log => $" - {log.Key}: {Number(log.Value)}")];
        if (!terminal.IsLive) return $"{count} - {Seconds(seconds)} - {Each(each)}{string.Concat(values)}\n";

        bool isCounting = !isLast && steps is not null;
        string times = $" {Seconds(isCounting ? each * (steps!.Value - step) : seconds)} {Each(each)}";
        string[] words = [times, .. values];
        int room = terminal.Width - 1; // A terminal may wrap when the last column is written.
        int bar = Math.Min(BarWidth, room - count.Length - 1 - words.Sum(word => word.Length));
        var text = new StringBuilder("\r").Append(count);
        int width = count.Length;
        if (bar >= ShortestBar)
        {
            AppendBar(text, bar, isLast || steps is null ? bar : (int)((long)bar * step / steps.Value));
            width += 1 + bar;
        }

        foreach (string word in words)
        {
            if (width + word.Length <= room)
            {
                text.Append(word);
                width += word.Length;
                continue;
            }

            if (!isLast) break;
            text.Append(' ', Math.Max(0, _width - width)).Append('\n').Append(Indent).Append(word.AsSpan().TrimStart(" -"));
            (width, _width) = (Indent.Length + word.TrimStart(' ', '-').Length, 0);
        }

        text.Append(' ', Math.Max(0, _width - width));
        _width = width;
        return text.Append(isLast ? "\n" : "").ToString();
    }

    private void AppendBar(StringBuilder text, int width, int done)
    {
        if (terminal.HasColour) text.Append(" \u001b[32m").Append('━', done).Append("\u001b[0m\u001b[37m").Append('━', width - done).Append("\u001b[0m");
        else text.Append(' ').Append('━', done).Append('╌', width - done);
    }

    private static string Number(double value) => Math.Abs(value) > 1e-3 || value == 0
        ? value.ToString("F4", CultureInfo.InvariantCulture)
        : value.ToString("0.0000e+00", CultureInfo.InvariantCulture);

    private static string Each(double seconds) =>
        seconds >= 1 || seconds == 0 ? $"{Math.Round(seconds)}s/step"
        : seconds >= 1e-3 ? $"{Math.Round(seconds * 1e3)}ms/step"
        : $"{Math.Round(seconds * 1e6)}us/step";

    private static string Seconds(double seconds)
    {
        var whole = TimeSpan.FromSeconds(Math.Round(seconds));
        return whole.TotalHours >= 1 ? $"{(int)whole.TotalHours}:{whole.Minutes:00}:{whole.Seconds:00}"
            : whole.TotalMinutes >= 1 ? $"{whole.Minutes}:{whole.Seconds:00}"
            : $"{whole.Seconds}s";
    }
}
