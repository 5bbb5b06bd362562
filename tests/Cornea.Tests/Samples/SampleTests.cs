using System.Collections;
using System.Diagnostics;
using Cornea.Data;
using Xunit;

namespace Cornea.Tests.Samples;

/// <summary>The programs a newcomer reads first do what they say.</summary>
public class SampleTests
{
    private const int PhotosOfAClass = 30;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Theory]
    [InlineData("run", "DigitsMlp", "On digits never seen")]
    [InlineData("run", "OwnLayerAndLoop", "epoch 10: loss")]
    [InlineData("run", "Regression", "On rows never seen")]
    [InlineData("run", "AugmentAndSave", ", the same")]
    [InlineData("build", "FashionCnn", "")] // It needs the data, and longer.
    [InlineData("build", "CifarThreeSizes", "")] // Likewise.
    public async Task Runs(string verb, string sample, string expected)
    {
        (int code, string output) = await Dotnet(verb, sample);
        Assert.True(code == 0, output);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CatsAndDogs", "github.com/ardamavi/Dog-Cat-Classifier")]
    [InlineData("BloodCells", "github.com/Shenggan/BCCD_Dataset")]
    [InlineData("Membranes", "github.com/zhixuhao/unet")]
    [InlineData("Explanations", "Name a photo")]
    public async Task SaysWhereThePhotosAre(string sample, string expected)
    {
        using var empty = new TemporaryFolder();
        (int code, string output) = await Dotnet("run", sample, empty.File("nowhere"));
        Assert.Equal(1, code);
        Assert.Contains(expected, output, StringComparison.Ordinal);
    }

    // Each learns something from real photos, fewer than by default, and leaves its pictures: that takes some seconds.
    [Theory]
    [InlineData("CatsAndDogs", "data/cats_and_dogs.tar", "cats_and_dogs", "", "On photos never seen", "why.png answers.png augmented.png photos.png confusion.png roc.png curves.png cats.keras")]
    [InlineData("BloodCells", "data/bccd.tar.xz", "BCCD", "1", "On photos never seen: AP50", "cells.keras")]
    [InlineData("Membranes", "data/membrane.tar.xz", "membrane/train", "1", "of the pixels right", "membranes.png membranes.keras")]
    [InlineData("Explanations", "data/cats_and_dogs.tar", "cats_and_dogs/dog", "", "Counterfactual", "explanations.png filters.png features.png receptive_fields.png model.svg")]
    public async Task LearnsFromPhotos(string sample, string archive, string folder, string more, string expected, string pictures)
    {
        string? data = SharedData.Find(archive);
        Assert.SkipWhen(data is null, $"../shared/{archive} isn't here.");
        using var unpacked = new TemporaryFolder();
        await SharedData.Unpack(data!, unpacked.Path);
        foreach (string photo in Directory.EnumerateDirectories(unpacked.Path).Where(name => name.EndsWith("cats_and_dogs", StringComparison.Ordinal))
            .SelectMany(Directory.EnumerateDirectories).SelectMany(one => Directory.EnumerateFiles(one).Order(StringComparer.Ordinal).Skip(PhotosOfAClass)).ToArray()) File.Delete(photo);
        string results = unpacked.File("results");
        (int code, string output) = await Dotnet("run", sample, [unpacked.File(folder), results, .. more.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);
        Assert.True(code == 0, output);
        Assert.Contains(expected, output, StringComparison.Ordinal);
        foreach (string picture in pictures.Split(' ')) Assert.True(File.Exists(Path.Combine(results, picture)), picture);
    }

    [Fact]
    public async Task FashionInThreeSizesShowsKernels()
    {
        Assert.SkipWhen(FashionMnist.Folder is null, "Fashion-MNIST isn't on this machine.");
        using var results = new TemporaryFolder();
        (int code, string output) = await Dotnet("run", "FashionThreeSizes", "500", "1", results.Path);
        Assert.True(code == 0, output);
        foreach (string picture in new[] { "clothes", "kernels_small", "features_medium", "fields_large", "model_large", "answers_small" }) Assert.True(File.Exists(results.File(picture + ".png")), picture);
    }

    private static async Task<(int Code, string Output)> Dotnet(string verb, string sample, params string[] arguments)
    {
        string? dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? FindDotnet();
        Assert.SkipWhen(dotnet is null, "There is no dotnet command on the path.");
        var start = new ProcessStartInfo(dotnet!, [verb, Path.Combine("samples", sample + ".cs"), .. arguments])
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
        return (process.ExitCode, output);
    }

    private static string? FindDotnet() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet")).FirstOrDefault(File.Exists);
}
