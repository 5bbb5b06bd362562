namespace Cornea.Benchmarks;

/// <summary>A network and the size of the data that it's trained on; the numbers in them are drawn at random.</summary>
/// <param name="Name">What all peers call it.</param>
/// <param name="Rows">Samples in an epoch.</param>
/// <param name="BatchSize">Samples in a step.</param>
/// <param name="Sample">The shape of a sample.</param>
/// <param name="Classes">How many there are; 0: regression of the sample's first number.</param>
/// <param name="Build">Makes the network for a shape of samples and a number of classes.</param>
internal sealed record TrainingWorkload(string Name, int Rows, int BatchSize, Shape Sample, int Classes, Func<Shape, int, Model> Build);
