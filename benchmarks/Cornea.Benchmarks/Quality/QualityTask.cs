using System.Diagnostics;

namespace Cornea.Benchmarks;

/// <summary>A training whose result counts.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Run">Trains and measures: given the folder of the data, the seed, whether settings are being chosen (then it measures on the part for that), and the training's stopwatch.</param>
internal sealed record QualityTask(string Name, Func<string, int, bool, Stopwatch, IReadOnlyDictionary<string, double>> Run);
