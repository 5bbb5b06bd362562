using System.Diagnostics;
using Cornea.Files;
using Xunit;

namespace Cornea.Testing;

/// <summary>TensorFlow.js in Node; tests that want it are skipped, with the reason, where it isn't to be had.</summary>
internal static class TensorFlowJs
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private static readonly Lazy<(string? Modules, string Missing)> Installed = new(Install);

    /// <summary>What it computes of a model's file and arrays.</summary>
    public static Tensor[] Predict(string model, TemporaryFolder folder, params Tensor[] inputs)
    {
        string[] files = [.. inputs.Select((_, index) => folder.File($"input{index}.npy"))];
        for (int index = 0; index < files.Length; index++) NumPyFile.Save(files[index], inputs[index]);
        foreach (string old in Directory.GetFiles(folder.Path, "?.npy")) File.Delete(old);
        Run(["predict", model, folder.Path, .. files]);
        return [.. Enumerable.Range(0, 10).Select(index => folder.File($"{index}.npy")).TakeWhile(File.Exists).Select(NumPyFile.Load)];
    }

    /// <summary>Lets it write a model of its own, with an input and the output for it.</summary>
    public static (Tensor X, Tensor Y) Save(string name, TemporaryFolder folder)
    {
        Run(["save", name, folder.Path]);
        return (NumPyFile.Load(folder.File("x.npy")), NumPyFile.Load(folder.File("y.npy")));
    }

    private static void Run(string[] arguments)
    {
        Assert.SkipWhen(Installed.Value.Modules is null, Installed.Value.Missing);
        (int code, string output) = Start("node", [Path.Combine(Repository.Folder, "tests", "tfjs", "model.cjs"), .. arguments], ("NODE_PATH", Installed.Value.Modules!));
        Assert.True(code == 0, output);
    }

    private static (string? Modules, string Missing) Install()
    {
        if (OperatingSystem.IsWindows() || !IsOnPath("node") || !IsOnPath("npm") || !IsOnPath("bash")) return (null, "There is no node, npm or bash on the path.");
        (int code, string output) = Start("bash", [Path.Combine(Repository.Folder, "tests", "tfjs", "install.sh")]);
        string modules = output.Trim().Split('\n')[^1];
        return code == 0 && Directory.Exists(modules) ? (modules, "") : (null, $"npm can't install @tensorflow/tfjs here: {output.Trim()}");
    }

    private static bool IsOnPath(string command) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, command)));

    private static (int Code, string Output) Start(string command, string[] arguments, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach ((string name, string value) in variables) start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync(), output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience)) process.Kill(entireProcessTree: true);
        process.WaitForExit();
        return (process.ExitCode, error.Result + output.Result);
    }
}
