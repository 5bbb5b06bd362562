using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Cornea.Callbacks;

/// <summary>Keras' progress line: <c>30/30 ━━━━━━━━━━━━━━━━━━━━ 1s 5ms/step - accuracy: 0.9100 - loss: 0.2500</c>.</summary>
internal sealed class ProgressLine(int? steps, bool isLive)
{
    private const int BarWidth = 20;
    private const double SecondsBetween = 0.25;
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
        var text = new StringBuilder();
        text.Append(count);
        if (isLive)
        {
            int done = isLast || steps is null ? BarWidth : (int)((long)BarWidth * step / steps.Value);
            text.Append(" \u001b[32m").Append('━', done).Append("\u001b[0m\u001b[37m").Append('━', BarWidth - done).Append("\u001b[0m");
            text.Append(isLast || steps is null ? $" {Seconds(seconds)} {Each(each)}" : $" {Seconds(each * (steps.Value - step))} {Each(each)}");
        }
        else
        {
            text.Append($" - {Seconds(seconds)} - {Each(each)}");
        }

        foreach ((string name, double value) in logs) text.Append($" - {name}: {Number(value)}");
        if (!isLive) return text.Append('\n').ToString();
        int width = text.Length;
        if (width < _width) text.Append(' ', _width - width);
        _width = width;
        return "\r" + text + (isLast ? "\n" : "");
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
