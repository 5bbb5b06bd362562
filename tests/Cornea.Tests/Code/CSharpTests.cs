using System.Collections;
using System.Diagnostics;
using System.Text;
using Cornea.Files;
using Cornea.Layers;
using Cornea.Tests.Layers;
using Cornea.Tests.Saving;
using Xunit;

namespace Cornea.Tests.Code;

/// <summary>A model written as C# compiles as it stands, and builds the same model.</summary>
public class CSharpTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact]
    public void The_text_is_what_one_would_write()
    {
        Tensor image = new Input([28, 28, 1], name: "image");
        var shared = new Conv2D(8, 3, padding: "same", activation: "relu", kernelRegularizer: new Regularizers.L2(1e-4), name: "shared");
        Tensor x = new Add(name: "sum").Call([shared.Call(image), shared.Call(image)]);
        x = new Dropout(0.25, name: "dropout_1").Call(new MaxPooling2D((2, 3), name: "pool").Call(x)) * 2;
        Assert.Equal("""
            using Cornea;
            using Cornea.Layers;

            /// <summary>The model 'm', as Cornea wrote it down.</summary>
            internal static class Network
            {
                /// <summary>The model with fresh weights; LoadWeights gives it those of a file.</summary>
                public static Model Build()
                {
                    Tensor image = new Input([28, 28, 1], name: "image");
                    var sharedLayer = new Conv2D(8, 3, padding: "same", activation: "relu", kernelRegularizer: new Cornea.Regularizers.L2(l2: 0.0001), name: "shared");
                    Tensor shared = sharedLayer.Call(image);
                    Tensor shared_2 = sharedLayer.Call(image);
                    Tensor sum = new Add(name: "sum").Call([shared, shared_2]);
                    Tensor pool = new MaxPooling2D(poolSize: (2, 3), name: "pool").Call(sum);
                    Tensor dropout1 = new Dropout(0.25, name: "dropout_1").Call(pool);
                    Tensor multiply = Ops.Multiply(dropout1, 2);
                    return new Model(image, multiply, "m");
                }
            }

            """.ReplaceLineEndings("\n"), System.Text.RegularExpressions.Regex.Replace(new Model(image, x, "m").ToCSharp(), "multiply[0-9_]*", "multiply"));
    }

    [Fact]
    public async Task Every_layer_and_models_of_all_kinds_compile_and_are_the_same()
    {
        string? dotnet = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? FindDotnet();
        Assert.SkipWhen(dotnet is null, "There is no dotnet command on the path.");
        using var folder = new TemporaryFolder();
        Dictionary<string, Model> models = Samples();
        var program = new StringBuilder("using Cornea;\nusing Cornea.Files;\n\n");
        foreach ((string name, Model model) in models)
        {
            File.WriteAllText(folder.File($"{name}.cs"), model.ToCSharp(name));
            program.Append(System.Globalization.CultureInfo.InvariantCulture, $"Write(\"{name}\", {name}.Build);\n");
            if (model.Weights.Count > 0) model.SaveWeights(folder.File($"{name}.weights.h5"));
        }

        program.Append("""

            void Write(string name, Func<Model> build)
            {
                Model model = build();
                if (File.Exists(name + ".weights.h5")) model.LoadWeights(name + ".weights.h5");
                File.WriteAllText(name + ".json", model.ToJsonText());
                if (!File.Exists(name + ".0.npy")) return;
                TensorList outputs = model.PredictAll(TensorList.Create([.. Enumerable.Range(0, model.Inputs.Count).Select(index => NumPyFile.Load($"{name}.{index}.npy"))]));
                for (int index = 0; index < outputs.Count; index++) NumPyFile.Save($"{name}.y{index}.npy", outputs[index]);
            }
            """);
        File.WriteAllText(folder.File("Program.cs"), program.ToString());
        File.WriteAllText(folder.File("Written.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><OutputType>Exe</OutputType><TargetFramework>net{Environment.Version.Major}.0</TargetFramework><ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable><TreatWarningsAsErrors>true</TreatWarningsAsErrors></PropertyGroup>
              <ItemGroup><Reference Include="{Path.Combine(AppContext.BaseDirectory, "Cornea.dll")}" /><Reference Include="{Path.Combine(AppContext.BaseDirectory, "System.IO.Hashing.dll")}" /></ItemGroup>
            </Project>
            """);
        string[] computed = [.. models.Keys.Where(name => !name.StartsWith("Layer", StringComparison.Ordinal))];
        foreach (string name in computed)
        {
            Tensor[] inputs = LayersModelSamples.InputsOf(models[name]);
            for (int index = 0; index < inputs.Length; index++) NumPyFile.Save(folder.File($"{name}.{index}.npy"), inputs[index]);
        }

        await Run(dotnet!, folder.Path, "run", "--project", "Written.csproj");
        // Operators' layers have no names in C#: the process counts them.
        foreach ((string name, Model model) in models.Where(pair => pair.Key != "Operations")) Assert.Equal(model.ToJsonText(indented: true), Indented(folder.File($"{name}.json")));
        foreach (string name in computed)
        {
            TensorList expected = models[name].PredictAll(TensorList.Create(LayersModelSamples.InputsOf(models[name])));
            for (int index = 0; index < expected.Count; index++) Assert.Equal(expected[index].ToArray<float>(), NumPyFile.Load(folder.File($"{name}.y{index}.npy")).ToArray<float>());
        }
    }

    [Fact]
    public void What_has_no_C_is_refused_by_name()
    {
        Tensor x = new Input([4], name: "x");
        Assert.Contains("'own'", Assert.Throws<NotSupportedException>(() => new Model(x, new Own("own").Call(x)).ToCSharp()).Message, StringComparison.Ordinal);
        foreach (string name in (string[])["1 class", "Model", "Dense"]) Assert.Throws<ArgumentException>(() => new Model(x, new Dense(1).Call(x)).ToCSharp(name));
    }

    // A model of each layer, numbered, and larger ones.
    private static Dictionary<string, Model> Samples()
    {
        var models = new Dictionary<string, Model>();
        foreach ((string name, (Func<Layer> make, Shape[] shapes)) in LayerCases.All)
        {
            Tensor[] inputs = [.. shapes.Select((shape, index) => (Tensor)new Input(shape, name: $"in_{index}"))];
            Layer layer = make();
            if (layer is Model or Lambda) continue;
            TensorList outputs = layer.Call(TensorList.Create(inputs));
            models[$"Layer{models.Count}"] = new Model(TensorList.Create(inputs), outputs, name);
        }

        foreach (string name in LayersModelSamples.All.Keys) models[$"{char.ToUpperInvariant(name[0])}{name[1..]}"] = LayersModelSamples.Filled(name);
        var frozen = new Sequential("frozen") { new Input(4), new Dense(3), new BatchNormalization() };
        frozen.Trainable = false;
        models["Frozen"] = new Sequential("with \"frozen\"") { frozen, new Dense(2, kernelInitializer: "he_normal", kernelConstraint: new Constraints.MaxNorm(2)) };
        Tensor a = new Input([4], name: "a"), b = new Input([4], name: "class");
        Tensor mixed = Ops.Concatenate([(a + b) * 0.5f, Ops.Relu(a - b), Ops.Mean(a, axis: 1, keepDims: true)], axis: 1);
        models["Operations"] = new Model([a, b], Ops.Softmax(new Dense(3, name: "operations_dense").Call(mixed)), "operations");
        return models;
    }

    private static string Indented(string path)
    {
        using var memory = new MemoryStream();
        ConfigJson.Write(memory, System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(path))!, indented: true);
        return Encoding.UTF8.GetString(memory.ToArray());
    }

    private static async Task Run(string dotnet, string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo(dotnet, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string name in Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(entry => (string)entry.Key))
            if (name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)) start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        using Process process = Process.Start(start)!;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        Task<string> output = process.StandardOutput.ReadToEndAsync(patience.Token), error = process.StandardError.ReadToEndAsync(patience.Token);
        string said = string.Concat(await Task.WhenAll(output, error));
        await process.WaitForExitAsync(patience.Token);
        Assert.SkipWhen(said.Contains("error NU1", StringComparison.Ordinal), "Packages can't be restored here.");
        Assert.True(process.ExitCode == 0, said);
    }

    private static string? FindDotnet() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(path => Path.Combine(path, OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet")).FirstOrDefault(File.Exists);

    private sealed class Own(string name) : Layer(name)
    {
        protected override Tensor Forward(Tensor x, bool training) => x;
    }
}
