using Cornea.Layers;
using Cornea.Optimizers;
using Cornea.Tests.Models;
using Cornea.Tests.Pieces;
using Xunit;

namespace Cornea.Tests.Saving;

/// <summary>An optimizer with whatever can be set, trained, saved and loaded, trains on to the same bits as one that was never saved.</summary>
public sealed class OptimizerSaveLaws : IDisposable
{
    private static readonly Tensor X = TestData.Uniform(12, 4), Y = TestData.Uniform(12, 2);
    private readonly TemporaryFolder _folder = new();

    private static readonly Dictionary<string, Dictionary<string, object?>> Settings = new()
    {
        ["plain"] = [],
        ["decay"] = new() { ["weightDecay"] = 0.05, ["clipNorm"] = 0.5, ["name"] = "mine", ["lossScaleFactor"] = 4.0, ["momentum"] = 0.6, ["nesterov"] = true },
        ["average"] = new() { ["clipValue"] = 0.2, ["useEma"] = true, ["emaMomentum"] = 0.8, ["emaOverwriteFrequency"] = 3, ["amsgrad"] = true, ["centered"] = true },
        ["accumulate"] = new()
        {
            ["globalClipNorm"] = 0.5, ["gradientAccumulationSteps"] = 2, ["weightDecay"] = 0.05, ["warmupSteps"] = 5,
            ["learningRate"] = (LearningRate)new CosineDecay(0.05, 20, warmupTarget: 0.1, warmupSteps: 4),
        },
    };

    public static TheoryData<string, string> Cases => [.. Examples.Classes<Optimizer>().Where(type => Examples.Arguments(type).Any(argument => argument.Name == "learningRate"))
        .SelectMany(type => Settings.Keys.Select(settings => new TheoryDataRow<string, string>(type.Name, settings)))];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Trains_on_to_the_same_bits(string className, string settings)
    {
        var optimizer = (Optimizer)Examples.Make(Examples.Classes<Optimizer>().Single(type => type.Name == className), Settings[settings]);
        TrainsOn(optimizer, excludes: settings != "plain");
    }

    [Fact]
    public void So_do_optimizers_that_hold_others()
    {
        TrainsOn(new LossScaleOptimizer(new Adam(0.05, weightDecay: 0.1), initialScale: 16, dynamicGrowthSteps: 2), excludes: true);
        TrainsOn(new MultiOptimizer(new OptimizerMap(new SGD(0.05, momentum: 0.5, weightDecay: 0.1)) { ["dense/.*"] = new Adam(0.05, weightDecay: 0.1, useEma: true) }), excludes: true);
    }

    [Fact]
    public void A_rate_or_schedule_that_was_set_later_comes_back()
    {
        TrainsOn(new Adam(), excludes: false, between: optimizer => optimizer.LearningRate = 0.0625);
        TrainsOn(new Adam(), excludes: false, between: optimizer => optimizer.LearningRate = new ExponentialDecay(0.05, 2, 0.5));
        TrainsOn(new SGD(0.1), excludes: false, between: optimizer => optimizer.LearningRate *= 0.5);
    }

    [Fact]
    public void What_is_left_out_of_weight_decay_stands_where_Keras_passes_over_it()
    {
        var optimizer = new SGD(0.1, weightDecay: 0.1);
        optimizer.ExcludeFromWeightDecay(names: ["bias", "gamma"]);
        string json = optimizer.Serialize().ToJson().ToJsonString();
        Assert.DoesNotContain("exclude", optimizer.GetConfig().Json.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("\"cornea\":{\"exclude_from_weight_decay\":{\"names\":[\"bias\",\"gamma\"],\"paths\":[]}}", json, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => Optimizer.Deserialize(System.Text.Json.Nodes.JsonNode.Parse(json.Replace("\"gamma\"", "\"(\"", StringComparison.Ordinal))));
    }

    private void TrainsOn(Optimizer optimizer, bool excludes, Action<Optimizer>? between = null)
    {
        var model = new Sequential
        {
            new Input(4), new Dense(5, activation: "tanh", kernelInitializer: new Initializers.GlorotUniform(3), name: "dense"), new Dense(2, kernelInitializer: "ones", name: "last"),
        };
        if (excludes) optimizer.ExcludeFromWeightDecay([model.Weights[0]], ["bias"]);
        model.Compile(optimizer, "mse");
        Fit(model);
        between?.Invoke(model.Optimizer);
        model.Save(_folder.File("m.keras"));
        Model again = Model.Load(_folder.File("m.keras"));
        Assert.Equal(optimizer.Variables.Select(variable => variable.Path), again.Optimizer.Variables.Select(variable => variable.Path));
        Fit(model);
        Fit(again);
        Assert.Equal(Bits(model.Weights), Bits(again.Weights));
        Assert.Equal(Bits(model.Optimizer.Variables), Bits(again.Optimizer.Variables));
    }

    private static void Fit(Model model) => model.Fit(X, Y, batchSize: 4, epochs: 1, shuffle: false, verbose: 0);

    private static uint[] Bits(IEnumerable<Variable> variables) =>
        [.. variables.SelectMany(variable => variable.Value.Cast(DType.Float32).ToArray<float>()).Select(BitConverter.SingleToUInt32Bits)];
}
