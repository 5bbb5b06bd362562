using System.Collections;
using System.Diagnostics;
using Xunit;

namespace Cornea.Tests.Samples;

/// <summary>The programs a newcomer reads first do what they say.</summary>
public class SampleTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Theory]
    [InlineData("run", "DigitsMlp", "On digits never seen")]
    [InlineData("run", "OwnLayerAndLoop", "epoch 10: loss")]
    [InlineData("run", "Regression", "On rows never seen")]
    [InlineData("run", "AugmentAndSave", ", the same")]
    [InlineData("build", "FashionCnn", "")] // It needs the data, and longer.
    public async Task Runs(string verb, string sample, string expected)
    {
        string? dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? FindDotnet();
        Assert.SkipWhen(dotnet is null, "There is no dotnet command on the path.");
        var start = new ProcessStartInfo(dotnet!, [verb, Path.Combine("samples", sample + ".cs")])
        {
            WorkingDirectory = Repository.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // A `dotnet test` around this leaves traces that lead its child's MSBuild astray; a node that stays would keep the pipes open.
        foreach (string name in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => (string)entry.Key))
            if (name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)) start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using Process process = Process.Start(start)!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        string output;
        try
        {
            Task<string> outputs = process.StandardOutput.ReadToEndAsync(patience.Token), errors = process.StandardError.ReadToEndAsync(patience.Token);
            output = string.Concat(await Task.WhenAll(outputs, errors));
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        Assert.SkipWhen(output.Contains("error NU1", StringComparison.Ordinal), "Packages can't be restored here.");
        Assert.True(process.ExitCode == 0, output);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    private static string? FindDotnet() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet")).FirstOrDefault(File.Exists);
}
