using System.Reflection;
using System.Text.Json;
using Xunit;

namespace Cornea.Tests.Docs;

/// <summary>Every operation of Keras 3.15 has a method of its name here, with its arguments in their order and their defaults.</summary>
public class KerasOperationsTests
{
    // Left out, each with its reason.
    private static readonly Dictionary<string, string> LeftOut = new()
    {
        ["array"] = "Tensor.From makes tensors of arrays; ConvertToTensor gives them another dtype",
        ["convert_to_numpy"] = "a tensor gives .NET arrays itself: ToArray, ToArray2D, CopyTo",
        ["dtype"] = "a property: x.DType",
        ["is_tensor"] = "C#'s own: x is Tensor",
        ["ndim"] = "a property: x.Rank",
        ["shape"] = "a property: x.Shape",
        ["size"] = "a property: x.Shape.ElementCount",
        ["vectorize"] = "operations take whole tensors",
    };

    // Arguments that say nothing here, of all operations or of one, each with its reason.
    private static readonly Dictionary<string, string> Superfluous = new()
    {
        ["flash_attention"] = "which kernel runs is the executor's choice",
        ["kwargs"] = "Python's open end",
        ["ragged"] = "there are no ragged tensors",
        ["sparse"] = "there are no sparse tensors",
        ["synchronized"] = "statistics over several processes belong to the package for them",
        ["isin.assume_unique"] = "a hint that changes no value",
        ["jvp.has_aux"] = "a function hands out what else it computes by itself",
        ["linspace.retstep"] = "LinspaceStep gives the step",
        ["segment_max.sorted"] = "a hint that changes no value",
        ["segment_min.sorted"] = "a hint that changes no value",
        ["segment_prod.sorted"] = "a hint that changes no value",
        ["segment_sum.sorted"] = "a hint that changes no value",
        ["svd.compute_uv"] = "the values are there by themselves: Svd(x).Values",
        ["unique.sorted"] = "the values are always in order",
        ["unique.return_counts"] = "UniqueAll gives them",
        ["unique.return_index"] = "UniqueAll gives them",
        ["unique.return_inverse"] = "UniqueAll gives them",
        ["unique.axis"] = "of UniqueAll",
        ["unique.size"] = "of UniqueAll",
        ["unique.fill_value"] = "of UniqueAll",
    };

    // Arguments that must be given here, each with its reason.
    private static readonly Dictionary<string, string> Required = new()
    {
        ["multi_hot.num_classes"] = "Keras has it optional for an old name's sake and refuses null",
        ["where.x1"] = "without choices another result comes: Where(condition) gives positions",
        ["where.x2"] = "without choices another result comes: Where(condition) gives positions",
    };

    public static TheoryData<string> Names => [.. Operations().Select(operation => operation.Name).Where(name => !LeftOut.ContainsKey(name))];

    [Theory]
    [MemberData(nameof(Names))]
    public void TheOperationIsThere(string name)
    {
        JsonElement operation = Operations().Single(operation => operation.Name == name).Value;
        MethodInfo[] methods = [.. TypeOf(name).GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => Plain(method.Name) == Plain(name.Split('.')[^1]))];
        Assert.True(methods.Length > 0, $"{name} is missing");
        string[] complaints = [.. methods.Select(method => Complaint(name, method, operation))];
        Assert.True(complaints.Contains(""), $"{name}: {string.Join("; ", complaints)}");
    }

    private static string Complaint(string name, MethodInfo method, JsonElement operation)
    {
        ParameterInfo[] parameters = method.GetParameters();
        int next = 0;
        foreach (JsonElement argument in operation.GetProperty("arguments").EnumerateArray())
        {
            string wanted = argument.GetProperty("name").GetString()!;
            if (Superfluous.ContainsKey(wanted) || Superfluous.ContainsKey($"{name}.{wanted}")) continue;
            if (next == parameters.Length) return $"{method} lacks {wanted}";
            ParameterInfo parameter = parameters[next++];
            if (Plain(parameter.Name!) != Plain(wanted)) return $"{method} has {parameter.Name} for {wanted}";
            if (!argument.TryGetProperty("default", out JsonElement value) || Required.ContainsKey($"{name}.{wanted}")) continue;
            if (parameter.IsDefined(typeof(System.Runtime.CompilerServices.ParamCollectionAttribute))) continue; // Nothing at all is its default.
            if (!parameter.IsOptional) return $"{method}: {wanted} must be given";
            if (!Same(value, parameter.DefaultValue)) return $"{method}: {wanted} is {parameter.DefaultValue ?? "null"}, not {value}";
        }

        return next == parameters.Length ? "" : $"{method} has {parameters[next].Name} too";
    }

    // A null of ours may stand for what the documentation says that it does: a size of one, an axis, a format.
    private static bool Same(JsonElement value, object? ours) => value.ValueKind switch
    {
        JsonValueKind.Number when ours is not null => value.GetDouble() == Convert.ToDouble(ours),
        JsonValueKind.True or JsonValueKind.False => ours is bool flag && flag == (value.ValueKind == JsonValueKind.True),
        JsonValueKind.String when ours is not null => ours.ToString() == value.GetString(),
        JsonValueKind.Null => ours is null,
        _ => ours is null,
    };

    private static Type TypeOf(string name) => name.StartsWith("image.", StringComparison.Ordinal) ? typeof(ImageOps)
        : name.StartsWith("random.", StringComparison.Ordinal) ? typeof(RandomOps) : typeof(Ops);

    private static string Plain(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();

    private static IEnumerable<(string Name, JsonElement Value)> Operations()
    {
        using Stream stream = typeof(KerasOperationsTests).Assembly.GetManifestResourceStream("keras_api.json")!;
        foreach (JsonProperty entry in JsonDocument.Parse(stream).RootElement.GetProperty("names").EnumerateObject())
        {
            if (entry.Value.GetProperty("kind").GetString() != "function") continue;
            string[] parts = entry.Name.Split('.');
            if (parts is ["keras", "ops", var name]) yield return (name, entry.Value);
            if (parts is ["keras", "ops", "image", var image]) yield return ($"image.{image}", entry.Value);
            if (parts is ["keras", "random", var random]) yield return ($"random.{random}", entry.Value);
        }
    }
}
