using System.Reflection;
using Cornea.Layers;

namespace Cornea.Tests.Docs.Keras;

/// <summary>One of the methods of Keras' large classes, and Cornea's.</summary>
/// <param name="Owner">The class, such as <c>Model</c>.</param>
/// <param name="Name">Keras' name of the method.</param>
/// <param name="Text">Cornea's, or null.</param>
/// <param name="Reason">Why it, or some of its arguments, are left out; null for no reason.</param>
/// <param name="Missing">The arguments that are missing without a reason.</param>
internal sealed record CoveredMethod(string Owner, string Name, string? Text, string? Reason, IReadOnlyList<string> Missing);

/// <summary>Goes through the methods of Layer and Model: what people call, and what they override.</summary>
internal static class MethodCoverage
{
    private const string Stateless = "a Variable is assigned; traced functions carry no state by hand";
    private const string Quantisation = "quantisation";
    private const string Inside = "inside Fit, Evaluate and Predict";

    private static readonly Dictionary<string, string> Spelled = new()
    {
        ["count_params"] = "ParameterCount",
        ["from_config"] = "FromJson",
        ["get_compile_config"] = "ToJson",
        ["to_json"] = "ToJsonText",
        ["call"] = "Forward",
        ["symbolic_call"] = "Call",
        ["compute_mask"] = "ComputeMasks",
        ["add_variable"] = "AddWeight",
        ["get_metrics_result"] = "Evaluate",
    };

    private static readonly (string Pattern, string Reason)[] LeftOut =
    [
        ("add_metric", "Keras 3 itself refuses it: a model's metrics are given to Compile"),
        ("*quantiz*", Quantisation),
        ("stateless_*", Stateless),
        ("*_state_tree", Stateless),
        ("rematerialized_call", "memory is planned by the compiler"),
        ("export", "not yet: other programs' formats come with Cornea.Onnx"),
        ("make_*_function", Inside),
        ("compiled_loss", Inside),
        ("loss", Inside),
        ("compute_loss", Inside),
        ("compute_metrics", Inside),
        ("get_metrics_result", Inside),
        ("reset_metrics", Inside),
        ("predict_step", Inside),
        ("train_step", Inside),
        ("test_step", Inside),
        ("build_from_config", "Model.Load"),
        ("compile_from_config", "Model.Load"),
        ("get_build_config", "Model.Save"),
        ("get_compile_config", "Model.Save"),
        ("load_own_variables", "a layer's variables are saved by their names"),
        ("save_own_variables", "a layer's variables are saved by their names"),
        ("compute_output_shape", "shapes follow from Forward"),
        ("compute_output_spec", "shapes follow from Forward"),
    ];

    private static readonly Dictionary<string, string> LeftOutArguments = new()
    {
        ["aggregation"] = "training on several devices",
        ["auto_scale_loss"] = "LossScaleOptimizer scales the loss where it is used",
        ["autocast"] = "Cornea computes in float32",
        ["custom_objects"] = "customObjects of Model.FromJson",
        ["jit_compile"] = "every step is compiled",
        ["max_shard_size"] = "not yet: weights in several files",
        ["overwrite_with_gradient"] = "quantisation",
        ["return_dict"] = "an Evaluation is both a tuple and a dictionary",
        ["run_eagerly"] = "every step is compiled",
        ["steps_per_execution"] = "a step costs no call into another runtime",
        ["zipped"] = "a .keras file is always a zip",
    };

    public static IReadOnlyList<CoveredMethod> All { get; } =
        [.. new[] { ("keras.layers.Layer", typeof(Layer)), ("keras.Model", typeof(Model)) }.SelectMany(pair => Of(pair.Item1, pair.Item2))];

    private static IEnumerable<CoveredMethod> Of(string keras, Type type) =>
        KerasApi.Names.Single(name => name.Name == keras).Methods.Select(method => Cover(type, method.Key, method.Value));

    private static CoveredMethod Cover(Type type, string name, IReadOnlyList<string> arguments)
    {
        string called = Spelled.GetValueOrDefault(name, Counterparts.Pascal(name));
        MethodInfo[] methods = [.. type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.FlattenHierarchy)
            .Where(method => method.Name == called && !method.IsPrivate && !method.IsAssembly)];
        string? reason = LeftOut.FirstOrDefault(entry => Keras.LeftOut.Matches(entry.Pattern, name)).Reason;
        if (methods.Length == 0)
            return new CoveredMethod(type.Name, name, type.GetProperty(called) is null ? null : $"{type.Name}.{called}", reason, []);

        // The first argument is known by its place.
        string[] missing = [.. arguments.Where((argument, place) => argument is not ("args" or "kwargs")
            && !(place == 0 && methods.Any(method => method.GetParameters().Length > 0))
            && !methods.Any(method => method.GetParameters().Any(parameter => KerasCoverage.Answers(parameter.Name!, argument))))];
        string without = string.Join("; ", missing.Where(LeftOutArguments.ContainsKey).Select(argument => $"`{argument}`: {LeftOutArguments[argument]}"));
        return new CoveredMethod(type.Name, name, $"{type.Name}.{called}", reason ?? without, reason is null ? [.. missing.Except(LeftOutArguments.Keys)] : []);
    }
}
