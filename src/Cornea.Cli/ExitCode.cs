namespace Cornea.Cli;

/// <summary>What the command tells the shell. They stand in the README and in <c>cornea --help</c>.</summary>
internal static class ExitCode
{
    /// <summary>All went well.</summary>
    public const int Success = 0;

    /// <summary>The work failed: a file is missing or damaged, training diverged.</summary>
    public const int Failure = 1;

    /// <summary>The command line is wrong; nothing was done.</summary>
    public const int Usage = 2;

    /// <summary>Ctrl-C; results so far are saved.</summary>
    public const int Interrupted = 130;

    /// <summary>SIGTERM, as a container's end sends it; results so far are saved.</summary>
    public const int Terminated = 143;
}
