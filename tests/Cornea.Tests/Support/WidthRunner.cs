using System.Diagnostics;
using System.Reflection;
using System.Runtime.Intrinsics;
using Xunit;

namespace Cornea.Tests.Support;

/// <summary>
/// Runs a static method (a "probe") in child processes that see fewer vector instructions, and compares what it returns.
/// The runtime reads its instruction set once, at start, so only a new process can have another.
/// </summary>
/// <remarks>
/// <code>
/// [Fact] public void SameBits() => WidthRunner.AssertSameOnAllWidths(Probe);
/// public static string Probe() { var hash = new ResultHash(); … hash.Add(results); return hash.ToString(); }
/// </code>
/// A probe returns one line; it must be a named static method without parameters (not a lambda), of any visibility.
/// </remarks>
internal static class WidthRunner
{
    private const string ProbeVariable = "CORNEA_TEST_PROBE";
    private const string ResultPrefix = "probe-result:";
    private const string WidthPrefix = "probe-width:";
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>Asserts that the probe returns the same line here and in a child process of each narrower width.</summary>
    public static void AssertSameOnAllWidths(Func<string> probe)
    {
        string expected = probe();
        foreach (VectorWidth width in (VectorWidth[])[VectorWidth.Bits256, VectorWidth.Bits128, VectorWidth.Scalar])
            Assert.True(expected == Run(probe, width), $"{Name(probe.Method)}: {width} gives other bits than this process.");
    }

    /// <summary>Runs the probe in a child process with the given width and returns its line.</summary>
    public static string Run(Func<string> probe, VectorWidth width)
    {
        MethodInfo method = probe.Method;
        if (!method.IsStatic)
            throw new ArgumentException($"The probe {Name(method)} must be a named static method: the child finds it by its name.");

        ProcessStartInfo start = ChildOfThis();
        start.Environment[ProbeVariable] = Name(method);
        foreach ((string knob, string value) in Knobs(width))
            start.Environment[knob] = value;

        using Process child = Process.Start(start)!;
        Task<string> errors = child.StandardError.ReadToEndAsync();
        Task<string> output = child.StandardOutput.ReadToEndAsync();
        if (!child.WaitForExit(Limit))
        {
            child.Kill();
            throw new TimeoutException($"{Name(method)} at {width}: no end within {Limit}.");
        }

        string[] lines = output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string? result = lines.FirstOrDefault(line => line.StartsWith(ResultPrefix, StringComparison.Ordinal));
        Assert.True(child.ExitCode == 0 && result is not null,
            $"{Name(method)} at {width}: exit code {child.ExitCode}\n{output.Result}\n{errors.Result}");

        // A knob whose name the runtime no longer knows would make every comparison pass without comparing anything.
        int bits = int.Parse(lines.First(line => line.StartsWith(WidthPrefix, StringComparison.Ordinal))[WidthPrefix.Length..]);
        Assert.True(bits <= Widest(width), $"The child was to have {width}, but its vectors have {bits} bits.");
        return result[ResultPrefix.Length..];
    }

    /// <summary>In a child process: runs the probe named by the environment. False where there is none.</summary>
    public static bool TryRunProbe(out int exitCode)
    {
        exitCode = 0;
        if (Environment.GetEnvironmentVariable(ProbeVariable) is not { Length: > 0 } name)
            return false;

        Environment.SetEnvironmentVariable(ProbeVariable, null); // A probe that starts a process must not start itself.
        int split = name.LastIndexOf('.');
        const BindingFlags Any = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        Type? type = typeof(WidthRunner).Assembly.GetType(name[..split]);
        MethodInfo? method = type?.GetMethod(name[(split + 1)..], Any, []);
        if (method is null)
        {
            Console.Error.WriteLine($"No static method {name}.");
            exitCode = 2;
            return true;
        }

        Console.WriteLine(WidthPrefix + Bits());
        Console.WriteLine(ResultPrefix + method.CreateDelegate<Func<string>>()());
        return true;
    }

    /// <summary>The bits of the widest accelerated vector of this process; 0 where there is none.</summary>
    public static int Bits() =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    private static int Widest(VectorWidth width) => width switch
    {
        VectorWidth.Scalar => 0,
        VectorWidth.Bits128 => 128,
        VectorWidth.Bits256 => 256,
        _ => 512,
    };

    private static IEnumerable<(string Knob, string Value)> Knobs(VectorWidth width) => width switch
    {
        VectorWidth.Scalar => [("DOTNET_EnableHWIntrinsic", "0")],
        VectorWidth.Bits128 => [("DOTNET_EnableAVX", "0")],
        VectorWidth.Bits256 => [("DOTNET_EnableAVX512", "0")],
        _ => [],
    };

    private static ProcessStartInfo ChildOfThis()
    {
        // Started as its own executable, or as `dotnet Cornea.Tests.dll`.
        string host = Environment.ProcessPath!;
        var start = new ProcessStartInfo(host)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        if (Path.GetFileNameWithoutExtension(host).Equals("dotnet", StringComparison.OrdinalIgnoreCase))
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, typeof(WidthRunner).Assembly.GetName().Name + ".dll"));
        return start;
    }

    private static string Name(MethodInfo method) => $"{method.DeclaringType!.FullName}.{method.Name}";
}
