using System.Text.Json.Nodes;
using Cornea.Layers;

namespace Cornea;

/// <summary>An operation between a model's tensors as C# writes it: <c>Ops.Add(x, y)</c>.</summary>
internal static class CSharpOperation
{
    // Keras' class, and the function of Ops that takes the same tensors.
    private static readonly Dictionary<string, string> Functions = new[]
    {
        "Absolute", "Add", "Ceil", "Cos", "Cosh", "Divide", "Elu", "Equal", "Erf", "Exp", "Expm1", "Floor", "Greater", "Less", "Log", "Log1p", "LogicalAnd", "LogicalNot", "LogicalOr",
        "Maximum", "Minimum", "Mod", "Multiply", "Negative", "Power", "Reciprocal", "Relu", "Relu6", "Rsqrt", "Selu", "Sigmoid", "Sign", "Silu", "Sin", "Sinh", "Softplus", "Softsign",
        "Sqrt", "Square", "StopGradient", "Subtract", "Tan", "Tanh", "Where",
    }.Append("MatMul").ToDictionary(name => name == "MatMul" ? "Matmul" : name);

    /// <summary>The expression.</summary>
    /// <param name="call">The operation's call.</param>
    /// <param name="name">What a tensor is called, or its value as a literal.</param>
    /// <exception cref="NotSupportedException">There is no expression for it.</exception>
    public static string Of(LayerCall call, Func<Tensor, string> name)
    {
        var layer = (OperationLayer)call.Layer;
        JsonObject config = layer.GetConfig().Json;
        string[] tensors = [.. call.Placed.Select(name)];
        if (Functions.TryGetValue(layer.ClassName, out string? function) && config.Count == 1 && IsPlain(call)) return $"Ops.{function}({string.Join(", ", tensors)})";
        return layer.ClassName switch
        {
            "Mean" or "Sum" or "Max" or "Min" or "Prod" when IsPlain(call) => $"Ops.{layer.ClassName}({tensors[0]}, axis: {Setting("axis")}, keepDims: {Setting("keepdims")})",
            "Softmax" or "LogSoftmax" when IsPlain(call) => $"Ops.{layer.ClassName}({tensors[0]}, {Setting("axis")})",
            "Reshape" => $"Ops.Reshape({tensors[0]}, {Setting("newshape")})",
            "Transpose" when config["axes"] is JsonArray => $"Ops.Transpose({tensors[0]}, {Setting("axes").Trim('(', ')', '[', ']')})",
            "ExpandDims" when config["axis"] is JsonValue => $"Ops.ExpandDims({tensors[0]}, {Setting("axis")})",
            "Concatenate" => $"Ops.Concatenate([{string.Join(", ", tensors)}], axis: {Setting("axis")})",
            _ => throw new NotSupportedException($"The operation {layer} between a model's tensors has no C# yet; put it into a layer of your own."),
        };

        string Setting(string setting) => CSharpValue.Of(setting, config[setting]);
    }

    // Whether the tensors are all that is given, in their order.
    private static bool IsPlain(LayerCall call) => call.Arguments.Operation is not { } given
        || (given.Kwargs.All(pair => pair.Value is null) && given.Args.Count == call.Placed.Count && given.Args.Select((item, index) => OperationArguments.PlaceOf(item) == index).All(isPlace => isPlace));
}
