using System.Runtime.Intrinsics;
using System.Text.RegularExpressions;
using Cornea.Compiler;
using Cornea.Graphs;
using Cornea.Layers;
using Xunit;

namespace Cornea.Tests.Docs;

/// <summary>docs/tour-of-a-step.md shows real dumps: they are made again here and must be the same. CORNEA_UPDATE_DOCS=1 writes them anew.</summary>
public class TourOfAStepTests
{
    private static readonly Regex Block = new("(?<=<!-- dump: (?<name>[a-z]+) -->\n```text\n)(?<text>.*?)(?=```)", RegexOptions.Singleline);

    [Fact]
    public void TheDumpsAreTheRealOnes()
    {
        Assert.SkipUnless(Vector512.IsHardwareAccelerated, "Plans say which kernels were chosen; the page shows those of 512-bit vectors.");
        string path = Path.Combine(Repository.Folder, "docs", "tour-of-a-step.md");
        string page = File.ReadAllText(path);
        Dictionary<string, string> dumps = Dumps();
        Assert.Equal(dumps.Keys.Order(), Block.Matches(page).Select(match => match.Groups["name"].Value).Order());
        string renewed = Block.Replace(page, match => dumps[match.Groups["name"].Value]);
        if (Environment.GetEnvironmentVariable("CORNEA_UPDATE_DOCS") == "1") File.WriteAllText(path, renewed);
        else Assert.Equal(page, renewed);
    }

    private static Dictionary<string, string> Dumps()
    {
        var model = new Sequential([new Input(8, 8), new Flatten(), new Dense(32, activation: "relu", name: "hidden"), new Dense(10, activation: "softmax", name: "classes")]);
        model.Compile("sgd", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        var images = new TensorSpec([1797, 8, 8], DType.Float32);
        var labels = new TensorSpec([1797], DType.Int32);
        CompiledGraph compiled = model.ProgramFor(new StepShape(StepMode.Train, [images], [labels], [], 32)).Graph;
        return new Dictionary<string, string>
        {
            ["captured"] = Text(compiled.Graph),
            ["optimized"] = Text(GraphCompiler.Optimize(compiled.Graph)),
            ["plan"] = Text(compiled.Executable),
        };
    }

    private static string Text(object dump) => dump.ToString()!.ReplaceLineEndings("\n");
}
