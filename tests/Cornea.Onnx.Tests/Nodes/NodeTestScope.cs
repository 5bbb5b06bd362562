namespace Cornea.Onnx.Tests.Nodes;

/// <summary>Which operators of the official tests aren't covered, and why.</summary>
internal static class NodeTestScope
{
    private static readonly Dictionary<string, string> Reasons = new()
    {
        ["Adagrad"] = "training",
        ["Adam"] = "training",
        ["Gradient"] = "training",
        ["Momentum"] = "training",
        ["If"] = "control flow",
        ["Loop"] = "control flow",
        ["Scan"] = "control flow",
        ["SequenceMap"] = "sequences",
        ["Bernoulli"] = "random numbers, which no two programs draw alike",
        ["RandomUniformLike"] = "random numbers, which no two programs draw alike",
        ["StringNormalizer"] = "strings",
        ["TfIdfVectorizer"] = "words counted: texts",
    };

    public static string? Reason(string operation, string test) =>
        test.Contains("training_dropout", StringComparison.Ordinal) || test.Contains("dropout_random", StringComparison.Ordinal) ? "training"
        : operation.StartsWith("Sequence", StringComparison.Ordinal) || operation.StartsWith("Optional", StringComparison.Ordinal) || operation is "SplitToSequence" or "ConcatFromSequence" ? "sequences, maps and optionals"
        : Reasons.GetValueOrDefault(operation);
}
