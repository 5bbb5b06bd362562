using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Xunit;

namespace Cornea.Aot.Tests;

/// <summary>A program that trains on the digits, compiled ahead of time: without a warning, with the machine's vectors, and to the JIT's very results.</summary>
public sealed class NativeAotTests
{
    private const double AccuracyWanted = 0.9;
    private static readonly string[] MissingLinker = ["Platform linker", "cannot find -lz", "library not found for -lz", "library 'z' not found"];

    [Fact]
    public void PublishedProgramTrainsAsTheJitDoes()
    {
        Assert.SkipUnless(HasLinker(), "there is no linker here: NativeAOT wants clang or gcc and zlib's headers (Debian: clang zlib1g-dev)");
        string folder = Directory.CreateTempSubdirectory("cornea-aot").FullName;
        try
        {
            ProgramResult publish = ProgramResult.Of("dotnet", "publish", ProjectFolder(), "-c", "Release", "-r", Platform(), "-o", folder, "--nologo");
            Assert.SkipWhen(
                publish.ExitCode != 0 && MissingLinker.Any(text => publish.Output.Contains(text, StringComparison.OrdinalIgnoreCase)),
                "the linker lacks a library here (Debian: clang zlib1g-dev)");
            Assert.True(publish.ExitCode == 0, publish.Output);
            Assert.DoesNotContain("warning", publish.Output, StringComparison.OrdinalIgnoreCase);

            ProgramResult native = ProgramResult.Of(Path.Combine(folder, OperatingSystem.IsWindows() ? "AotDigits.exe" : "AotDigits"));
            Assert.True(native.ExitCode == 0, native.Output);
            Dictionary<string, double> values = native.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(line => line.Split(' '))
                .ToDictionary(words => words[0], words => double.Parse(words[1], CultureInfo.InvariantCulture));
            Assert.True(values["mlp"] >= AccuracyWanted && values["cnn"] >= AccuracyWanted, native.Output);
            Assert.Equal(WidthHere(), values["width"]);
            Assert.Equal(ProgramResult.Of("dotnet", Path.Combine(AppContext.BaseDirectory, "AotDigits.dll")).Output, native.Output);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int WidthHere() =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    // On Windows the linker is Visual Studio's, which the publishing finds by itself or says is missing.
    private static bool HasLinker() => OperatingSystem.IsWindows()
        || (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, "clang")) || File.Exists(Path.Combine(folder, "gcc")));

    private static string Platform()
    {
        string system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        return $"{system}-{RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant()}";
    }

    private static string ProjectFolder()
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Cornea.slnx"))) root = Path.GetDirectoryName(root);
        return Path.Combine(root ?? throw new DirectoryNotFoundException("Cornea.slnx isn't above the tests."), "tests", "AotDigits");
    }
}
