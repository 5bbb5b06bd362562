namespace Cornea.Callbacks;

/// <summary>Ends training as soon as the loss is NaN or infinite. Looks at the loss after every step, which costs a little.</summary>
/// <param name="raiseError">Whether an exception is thrown rather than training ended.</param>
/// <remarks>Source: Keras 3, TerminateOnNaN.</remarks>
public sealed class TerminateOnNaN(bool raiseError = false) : Callback
{
    /// <inheritdoc/>
    /// <exception cref="ArithmeticException">The loss is NaN or infinite, and <c>raiseError</c> was asked for.</exception>
    public override void OnTrainBatchEnd(int batch, Logs logs)
    {
        ArgumentNullException.ThrowIfNull(logs);
        if (!logs.TryGetValue("loss", out double loss) || double.IsFinite(loss)) return;
        if (raiseError) throw new ArithmeticException($"NaN or Inf loss encountered at batch {batch}.");
        Console.WriteLine($"Batch {batch}: Invalid loss, terminating training");
        Model.StopTraining = true;
    }
}
