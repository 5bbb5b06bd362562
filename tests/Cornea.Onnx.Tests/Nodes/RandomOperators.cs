namespace Cornea.Onnx.Tests.Nodes;

/// <summary>How nodes of each operator are drawn.</summary>
internal static partial class RandomOperators
{
    public static IReadOnlyDictionary<string, RandomOperator> All { get; } = Changed().Concat(Lasting()).ToDictionary(operation => operation.Name);
}
