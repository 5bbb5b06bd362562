using System.Collections;
using System.Diagnostics;
using System.IO.Compression;
using System.Text.RegularExpressions;
using Xunit;

namespace Cornea.Public.Tests;

/// <summary>What <c>dotnet pack</c> makes, and a program of somebody who has nothing but the packages.</summary>
public sealed class PackageTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly string Configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
    private readonly TemporaryFolder _folder = new();

    private string Packages => Path.Combine(_folder.Path, "packages");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_fresh_project_uses_the_packages()
    {
        Pack();
        foreach (string id in new[] { "Cornea", "Cornea.Onnx", "Cornea.Plots", "Cornea.Vision", "Cornea.Cli" })
        {
            string package = Assert.Single(Directory.GetFiles(Packages, $"{id}.*.nupkg"), path => Regex.IsMatch(Path.GetFileName(path), $@"^{Regex.Escape(id)}\.\d"));
            Assert.True(File.Exists(Path.ChangeExtension(package, ".snupkg")), $"{id} has no symbols.");
            using ZipArchive archive = ZipFile.OpenRead(package);
            string[] entries = [.. archive.Entries.Select(entry => entry.FullName)];
            Assert.Superset(new HashSet<string> { "README.md", "NOTICE.md", "icon.png" }, entries.ToHashSet());
            if (id != "Cornea.Cli") Assert.Superset(new HashSet<string> { $"lib/net10.0/{id}.xml", $"build/{id}.props", $"buildTransitive/{id}.props" }, entries.ToHashSet());
        }

        string project = Directory.CreateDirectory(Path.Combine(_folder.Path, "fresh")).FullName;
        File.WriteAllText(Path.Combine(project, "fresh.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Cornea.Plots" Version="{Version()}" />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(project, "Program.cs"), Regex.Match(Repository.Read("README.md"), "```csharp\n(.*?)```", RegexOptions.Singleline).Groups[1].Value);
        UseThePackages(project);
        Assert.Contains("test loss 0.", Dotnet(project, "run"), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(project, "curves.png")));

        Dotnet(project, "tool", "install", "Cornea.Cli", "--version", Version(), "--tool-path", "tools");
        string command = Path.Combine(project, "tools", OperatingSystem.IsWindows() ? "cornea.exe" : "cornea");
        Assert.Contains("Trainable params: 650 ", Run(project, command, "summary", "linear"), StringComparison.Ordinal);
    }

    private void Pack() => Dotnet(Repository.Folder, "pack", "-c", Configuration, "--no-build", "-o", Packages);

    private string Version() => Regex.Match(Path.GetFileName(Directory.GetFiles(Packages, "Cornea.Cli.*.nupkg").Single()), @"^Cornea\.Cli\.(.*)\.nupkg$").Groups[1].Value;

    // A cache of its own, so that no package of this name stays on the machine; all others come from where they lie already.
    private void UseThePackages(string project)
    {
        string cache = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
            ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        Directory.CreateDirectory(cache);
        File.WriteAllText(Path.Combine(project, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{Path.Combine(_folder.Path, "cache")}" /></config>
              <packageSources><add key="cornea" value="{Packages}" /></packageSources>
              <fallbackPackageFolders><add key="user" value="{cache}" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    private static string Dotnet(string folder, params string[] arguments) => Run(folder, Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", arguments);

    private static string Run(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };

        // A `dotnet test` around this leaves traces that lead its child's MSBuild astray; a node that stays would keep the pipes open.
        foreach (string name in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => (string)entry.Key))
            if (name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name == "NUGET_PACKAGES") start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_ROOT"] = Path.GetDirectoryName(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : DotnetOnThePath());
        using Process process = Process.Start(start)!;
        Task<string> outputs = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} didn't end.");
        }

        string output = outputs.Result + errors.Result;
        Assert.SkipWhen(output.Contains("error NU1301", StringComparison.Ordinal), "Packages can't be restored here.");
        Assert.True(process.ExitCode == 0, output);
        return output;
    }

    private static string? DotnetOnThePath() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet")).FirstOrDefault(File.Exists) is { } found
        ? new FileInfo(found).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? found
        : null;
}
