using System.Reflection;
using System.Text.Json.Nodes;
using Cornea.Losses;
using Cornea.Metrics;
using Cornea.Optimizers;
using Xunit;

namespace Cornea.Tests.Pieces;

/// <summary>Whatever can be set at a loss, metric, optimizer or schedule stands in its config, and comes back from there.</summary>
public class SettingLaws
{
    private static readonly Dictionary<Type, Func<JsonNode, KerasSaveable>> Readers = new()
    {
        [typeof(Loss)] = json => Loss.Deserialize(json)!,
        [typeof(Metric)] = json => Metric.Deserialize(json)!,
        [typeof(Optimizer)] = json => Optimizer.Deserialize(json)!,
        [typeof(LearningRateSchedule)] = json => LearningRateSchedule.Deserialize(json)!,
    };

    public static TheoryData<string, string> Settings =>
    [
        .. Of<Loss>(), .. Of<Metric>().Where(row => row.Data.Item1 != typeof(MeanMetricWrapper).FullName), .. Of<Optimizer>(), .. Of<LearningRateSchedule>(),
    ];

    [Theory]
    [MemberData(nameof(Settings))]
    public void Every_setting_is_saved(string className, string argument)
    {
        Type type = Readers.Keys.SelectMany(Classes).First(known => known.FullName == className);
        ParameterInfo parameter = Examples.Arguments(type).Single(parameter => parameter.Name == argument);
        var others = new Dictionary<string, object?> { [argument] = Examples.Other(parameter) };
        if (argument == "nesterov") others["momentum"] = 0.5;
        var plain = (KerasSaveable)Examples.Make(type, argument == "nesterov" ? new Dictionary<string, object?> { ["momentum"] = 0.5 } : null);
        var set = (KerasSaveable)Examples.Make(type, others);
        JsonObject json = set.Serialize().ToJson();
        Assert.NotEqual(plain.Serialize().ToJson().ToJsonString(), json.ToJsonString());
        KerasSaveable again = Readers[Readers.Keys.First(family => type.IsSubclassOf(family))](JsonNode.Parse(json.ToJsonString())!);
        Assert.Equal(json.ToJsonString(), again.Serialize().ToJson().ToJsonString());
    }

    private static IEnumerable<Type> Classes(Type family) => (IEnumerable<Type>)typeof(Examples).GetMethod(nameof(Examples.Classes))!.MakeGenericMethod(family).Invoke(null, null)!;

    private static IEnumerable<TheoryDataRow<string, string>> Of<T>() => Examples.Classes<T>()
        .SelectMany(type => Examples.Arguments(type).Select(parameter => new TheoryDataRow<string, string>(type.FullName!, parameter.Name!)));
}
