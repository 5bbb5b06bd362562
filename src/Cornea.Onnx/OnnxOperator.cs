namespace Cornea.Onnx;

/// <summary>An operator of an ONNX file.</summary>
/// <param name="Name">Its name, with the domain where that isn't ONNX' own.</param>
/// <param name="Count">How many nodes apply it.</param>
/// <param name="IsSupported">Whether it can be imported.</param>
/// <param name="Nodes">The nodes' names.</param>
public sealed record OnnxOperator(string Name, int Count, bool IsSupported, IReadOnlyList<string> Nodes);
