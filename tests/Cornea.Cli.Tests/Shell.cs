using System.Diagnostics;

namespace Cornea.Cli.Tests;

/// <summary>Runs the command in a process of its own, as a shell with pipes does.</summary>
internal static class Shell
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Runs it to its end.</summary>
    public static ShellResult Run(params string[] arguments) => Run(null, arguments);

    /// <summary>Runs it, and calls with the process and each line it writes.</summary>
    public static ShellResult Run(Action<Process, string>? onLine, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Cornea.Cli.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        var output = new System.Text.StringBuilder();
        Task reading = Task.Run(() =>
        {
            while (process.StandardOutput.ReadLine() is { } line)
            {
                output.Append(line).Append('\n');
                onLine?.Invoke(process, line);
            }
        });
        if (!process.WaitForExit(Patience))
        {
            process.Kill();
            throw new TimeoutException($"cornea {string.Join(" ", arguments)} didn't end in {Patience.TotalSeconds} seconds.");
        }

        reading.Wait();
        return new ShellResult(process.ExitCode, output.ToString(), error.Result);
    }
}
