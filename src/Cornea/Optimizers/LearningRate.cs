namespace Cornea.Optimizers;

/// <summary>How far a step goes: a number, or a schedule. Both convert to it, and it converts to the present number.</summary>
public sealed class LearningRate
{
    private readonly double _value;

    private LearningRate(double value, LearningRateSchedule? schedule)
    {
        _value = value;
        Schedule = schedule;
    }

    /// <summary>The schedule; null for a plain number.</summary>
    public LearningRateSchedule? Schedule { get; }

    /// <summary>The number; of a schedule, that of the step at which it was asked for.</summary>
    public double Value => _value;

    /// <summary>A number.</summary>
    public static implicit operator LearningRate(double value) => double.IsNaN(value)
        ? throw new ArgumentException("LearningRate: expected a number, got NaN.")
        : new LearningRate(value, null);

    /// <summary>A schedule.</summary>
    public static implicit operator LearningRate(LearningRateSchedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return At(schedule, 0);
    }

    /// <summary>The present number.</summary>
    public static implicit operator double(LearningRate rate)
    {
        ArgumentNullException.ThrowIfNull(rate);
        return rate._value;
    }

    /// <inheritdoc/>
    public override string ToString() => _value.ToString(System.Globalization.CultureInfo.InvariantCulture);

    internal static LearningRate At(LearningRateSchedule schedule, long step) => new(schedule.At(step), schedule);
}
