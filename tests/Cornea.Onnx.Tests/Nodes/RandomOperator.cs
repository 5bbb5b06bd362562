namespace Cornea.Onnx.Tests.Nodes;

/// <summary>An operator of which random nodes are drawn.</summary>
/// <param name="Name">Its name.</param>
/// <param name="From">The first version of the set of operators that it's drawn for.</param>
/// <param name="To">The last.</param>
/// <param name="Draw">Adds a node.</param>
internal sealed record RandomOperator(string Name, int From, int To, Action<RandomNode> Draw);
