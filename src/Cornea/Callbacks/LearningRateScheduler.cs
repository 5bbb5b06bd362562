using System.Globalization;

namespace Cornea.Callbacks;

/// <summary>Sets the learning rate before each epoch.</summary>
/// <param name="schedule">From the epoch's number, from 0, and the present rate to the new rate.</param>
/// <param name="verbose">1 says what is done.</param>
/// <remarks>Adds <c>learning_rate</c> to the logs. Source: Keras 3, LearningRateScheduler.</remarks>
public sealed class LearningRateScheduler(Func<int, double, double> schedule, int verbose = 0) : Callback
{
    /// <summary>A schedule of the epoch's number alone.</summary>
    public LearningRateScheduler(Func<int, double> schedule, int verbose = 0)
        : this((epoch, _) => schedule(epoch), verbose)
    {
    }

    /// <inheritdoc/>
    public override void OnEpochBegin(int epoch, Logs logs)
    {
        double rate = schedule(epoch, Model.Optimizer.LearningRate);
        Model.Optimizer.LearningRate = rate;
        if (verbose > 0)
            Console.WriteLine($"\nEpoch {epoch + 1}: LearningRateScheduler setting learning rate to {rate.ToString(CultureInfo.InvariantCulture)}.");
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(int epoch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        logs["learning_rate"] = Model.Optimizer.LearningRate;
    }
}
