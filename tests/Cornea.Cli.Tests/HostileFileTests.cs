using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Cornea.Layers;
using Xunit;

namespace Cornea.Cli.Tests;

/// <summary>Files that were made to use up memory or time: through the command line, each opens or is refused within bounds.</summary>
public sealed class HostileFileTests : IDisposable
{
    private const int MostSeconds = 120; // Till it counts as hanging: tests run on busy machines. The processor's time is what's bounded.
    private const int MostCpuSeconds = 5; // The program's start included, about a second of it.
    private const long MostBytes = 500_000_000;
    private const long MostManagedBytes = 400_000_000; // Beyond, .NET itself gives up: nothing slips through between two looks at the process.

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Files => Attacks() is { } folder
        ? [.. Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)]
        : ["(none)"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public void Each_opens_or_is_refused_in_bounds(string name)
    {
        Assert.SkipWhen(Attacks() is null, "../shared/attacks isn't here.");
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The peak of a process' memory is read from /proc.");
        string file = Path.Combine(Attacks()!, name);
        foreach (string[] arguments in Commands(file)) Run(arguments);
    }

    // What there is to be done with a file; weights by themselves are put into a model's file first.
    private IEnumerable<string[]> Commands(string file)
    {
        if (file.EndsWith(".tar.gz", StringComparison.Ordinal)) return [["train", "cifar-10", "--epochs", "1"]];
        if (file.EndsWith(".npz", StringComparison.Ordinal)) return [["predict", Small(), file], ["evaluate", Small(), file]];
        string model = file.EndsWith(".keras", StringComparison.Ordinal) ? file : Wrapped(file);
        return [["summary", model], ["predict", model, Input(), "--json"]];
    }

    private void Run(string[] arguments)
    {
        string what = string.Join(' ', arguments);
        string home = Directory.CreateDirectory(Path.Combine(_folder.Path, "home")).FullName;
        if (arguments[0] == "train")
        {
            string archive = Path.Combine(Directory.CreateDirectory(Path.Combine(home, "datasets", "cifar-10")).FullName, "cifar-10-binary.tar.gz");
            File.Copy(Path.Combine(Attacks()!, "cifar-overflow.tar.gz"), archive, overwrite: true);
        }

        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Cornea.Cli.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.Path,
            Environment = { ["CORNEA_HOME"] = home, ["DOTNET_GCHeapHardLimit"] = MostManagedBytes.ToString("X", CultureInfo.InvariantCulture) },
        };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        long peak = 0;
        double seconds = 0;
        var running = Stopwatch.StartNew();
        while (!process.WaitForExit(5))
        {
            peak = Math.Max(peak, PeakOf(process.Id));
            seconds = Math.Max(seconds, CpuSecondsOf(process));
            if (peak <= MostBytes && running.Elapsed.TotalSeconds < MostSeconds) continue;
            process.Kill();
            Assert.Fail($"cornea {what}: {peak:N0} bytes after {running.Elapsed.TotalSeconds:F1} seconds.");
        }

        Assert.True(process.ExitCode is 0 or 1, $"cornea {what}: exit code {process.ExitCode}.\n{error.Result}");
        Assert.DoesNotContain("unexpected error", error.Result, StringComparison.Ordinal);
        Assert.InRange(error.Result.Length, 0, 10_000);
        Assert.InRange(seconds, 0, MostCpuSeconds);
        if (process.ExitCode == 1) Assert.StartsWith("cornea: ", error.Result, StringComparison.Ordinal);
    }

    private static double CpuSecondsOf(Process process)
    {
        try
        {
            return process.TotalProcessorTime.TotalSeconds;
        }
        catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return 0; // It has just ended.
        }
    }

    // VmHWM: the most memory it ever had.
    private static long PeakOf(int process)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line["VmHWM:".Length..^"kB".Length], CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0; // It has just ended.
        }
    }

    private string Small()
    {
        string path = Path.Combine(_folder.Path, "small.keras");
        if (!File.Exists(path)) new Sequential { new Input(4), new Dense(2) }.Save(path);
        return path;
    }

    private string Input()
    {
        string path = Path.Combine(_folder.Path, "x.npy");
        Cornea.Files.NumPyFile.Save(path, Tensor.From(new float[2, 4]));
        return path;
    }

    private string Wrapped(string weights)
    {
        string path = Path.Combine(_folder.Path, Path.GetFileName(weights) + ".keras");
        File.Copy(Small(), path, overwrite: true);
        using ZipArchive archive = ZipFile.Open(path, ZipArchiveMode.Update);
        archive.GetEntry("model.weights.h5")!.Delete();
        archive.CreateEntryFromFile(weights, "model.weights.h5", CompressionLevel.NoCompression);
        return path;
    }

    private static string? Attacks()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string attacks = Path.Combine(folder.FullName, "shared", "attacks");
            if (Directory.Exists(attacks)) return attacks;
        }

        return null;
    }
}
