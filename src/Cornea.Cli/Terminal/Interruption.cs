using System.Runtime.InteropServices;

namespace Cornea.Cli.Terminal;

/// <summary>Ctrl-C and SIGTERM as a cancellation token. A second one ends the process at once.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    private Interruption() => _registrations =
        [PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle), PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle)];

    /// <summary>The signal's number on top of 128, as shells have it.</summary>
    private int Code { get; set; } = ExitCode.Interrupted;

    /// <summary>Runs work that can be interrupted.</summary>
    /// <param name="work">Does it and says the exit code: <see cref="ExitCode.Interrupted"/> if it was ended early, whatever the signal.</param>
    /// <returns>The exit code, that of the signal if there was one.</returns>
    public static int Guard(Func<CancellationToken, int> work)
    {
        using var interruption = new Interruption();
        try
        {
            int code = work(interruption._source.Token);
            return code == ExitCode.Interrupted ? interruption.Code : code;
        }
        catch (OperationCanceledException)
        {
            Errors.Say("interrupted.");
            return interruption.Code;
        }
    }

    /// <summary>Runs work that either ends or is interrupted.</summary>
    /// <returns><see cref="ExitCode.Success"/>, or that of the signal.</returns>
    public static int Guard(Action<CancellationToken> work) => Guard(cancellation =>
    {
        work(cancellation);
        return ExitCode.Success;
    });

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations) registration.Dispose();
        _source.Dispose();
    }

    private void Handle(PosixSignalContext context)
    {
        if (_source.IsCancellationRequested) return;
        context.Cancel = true;
        Code = context.Signal == PosixSignal.SIGTERM ? ExitCode.Terminated : ExitCode.Interrupted;
        _source.Cancel();
    }
}
