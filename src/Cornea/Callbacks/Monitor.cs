using System.Globalization;

namespace Cornea.Callbacks;

/// <summary>A value that a callback watches, and in which direction it gets better.</summary>
internal sealed class Monitor
{
    private readonly string _callback;
    private bool _hasWarned;

    /// <param name="callback">Who watches, for messages.</param>
    /// <param name="name">Which value.</param>
    /// <param name="mode">min, max, or auto: by the name.</param>
    /// <param name="minDelta">What counts as no change.</param>
    public Monitor(string callback, string name, string mode, double minDelta)
    {
        ArgumentNullException.ThrowIfNull(name);
        _callback = callback;
        Name = name;
        MinDelta = Math.Abs(minDelta);
        IsMaximum = mode switch
        {
            "min" => false,
            "max" => true,
            "auto" => GrowsBetter(name),
            _ => throw new ArgumentException($"{callback}: expected mode to be one of auto, min, max, got '{mode}'.", nameof(mode)),
        };
        Worst = IsMaximum ? double.NegativeInfinity : double.PositiveInfinity;
    }

    public string Name { get; }

    public double MinDelta { get; }

    public bool IsMaximum { get; }

    /// <summary>What anything is better than.</summary>
    public double Worst { get; }

    /// <summary>Better by more than what counts as no change. NaN never is.</summary>
    public bool IsBetter(double value, double than) => IsMaximum ? value - MinDelta > than : value + MinDelta < than;

    /// <summary>The value; null, with one warning, if there is none.</summary>
    public double? Read(Logs logs)
    {
        if (logs.TryGetValue(Name, out double value)) return value;
        if (!_hasWarned)
            Console.Error.WriteLine($"{_callback}: there is no value '{Name}' to watch; there are {string.Join(", ", logs.Keys)}.");
        _hasWarned = true;
        return null;
    }

    /// <summary>A number as Keras' messages show it.</summary>
    public static string Format(double value) => value.ToString("0.0###############", CultureInfo.InvariantCulture);

    // Losses and errors get better by falling; what is known to grow is listed, as Keras' metrics say of themselves.
    private static bool GrowsBetter(string name)
    {
        string[] growing =
        [
            "acc", "auc", "precision", "recall", "f1", "fbeta", "iou", "r2", "hits", "true_positives", "true_negatives",
            "sensitivity", "specificity", "cosine_similarity", "dice_score",
        ];
        return !name.EndsWith("loss", StringComparison.Ordinal) && growing.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));
    }
}
