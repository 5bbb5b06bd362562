namespace Cornea.Cli.Models;

/// <summary>A network that the command line offers by name.</summary>
/// <param name="Name">What <c>--model</c> calls it.</param>
/// <param name="Description">One line for people.</param>
/// <param name="Build">Makes it, untrained, for images of a shape [height, width, channels] and a number of classes.</param>
/// <param name="Epochs">Epochs that suit a set of tens of thousands of images.</param>
/// <param name="BatchSize">Images in a training step.</param>
internal sealed record BuiltInModel(string Name, string Description, Func<Shape, int, Model> Build, int Epochs, int BatchSize);
