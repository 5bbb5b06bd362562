using Cornea.Metrics;

namespace Cornea.Callbacks;

/// <summary>A value that a callback watches, and in which direction it gets better.</summary>
internal sealed class Monitor
{
    private const string ValidationPrefix = "val_";
    private readonly string _callback;
    private readonly MetricDirection _given;
    private MetricDirection _direction;
    private bool _hasWarned;

    /// <param name="callback">Who watches, for messages.</param>
    /// <param name="name">Which value.</param>
    /// <param name="mode">min, max, or auto: as the metric of that name says.</param>
    /// <param name="minDelta">What counts as no change.</param>
    public Monitor(string callback, string name, string mode, double minDelta)
    {
        ArgumentNullException.ThrowIfNull(name);
        _callback = callback;
        Name = name;
        MinDelta = Math.Abs(minDelta);
        _direction = _given = mode switch
        {
            "min" => MetricDirection.Down,
            "max" => MetricDirection.Up,
            "auto" => MetricDirection.Unknown,
            _ => throw new ArgumentException($"{callback}: expected mode to be one of auto, min, max, got '{mode}'.", nameof(mode)),
        };
    }

    public string Name { get; }

    public double MinDelta { get; }

    /// <summary>Whether larger is better; known once the value has been read.</summary>
    public bool IsMaximum => _direction == MetricDirection.Up;

    /// <summary>Asks the model's metrics for the direction before anything is trained; a name that isn't known yet may still turn up.</summary>
    /// <exception cref="ArgumentException">The metric of that name doesn't say, and neither does the mode.</exception>
    public void Begin(Model model)
    {
        _direction = _given;
        if (_given == MetricDirection.Unknown && Find(model) is { } found) _direction = Known(found, model);
    }

    /// <summary>Better by more than what counts as no change; than null, whatever is a number. NaN never is.</summary>
    public bool IsBetter(double value, double? than) =>
        than is not { } reference ? !double.IsNaN(value) : IsMaximum ? value - MinDelta > reference : value + MinDelta < reference;

    /// <summary>The value; null, with one warning, if there is none.</summary>
    /// <exception cref="ArgumentException">In which direction it gets better can't be told.</exception>
    public double? Read(Logs logs, Model model)
    {
        if (_direction == MetricDirection.Unknown) _direction = Known(Find(model) ?? MetricDirection.Unknown, model);
        if (logs.TryGetValue(Name, out double value)) return value;
        if (!_hasWarned)
            Console.Error.WriteLine($"{_callback}: there is no value '{Name}' to watch; there are {string.Join(", ", logs.Keys)}.");
        _hasWarned = true;
        return null;
    }

    private MetricDirection? Find(Model model) => model.DirectionOf(Name)
        ?? (Name.StartsWith(ValidationPrefix, StringComparison.Ordinal) ? model.DirectionOf(Name[ValidationPrefix.Length..]) : null);

    private MetricDirection Known(MetricDirection found, Model model) => found != MetricDirection.Unknown ? found : throw new ArgumentException(
        $"{_callback}: mode \"auto\" can't tell whether '{Name}' gets better by rising or by falling: "
        + (Find(model) is null ? "the model has no metric of that name" : "its metric doesn't say")
        + ". Pass mode: \"max\" or mode: \"min\", or override the metric's Direction.");
}
