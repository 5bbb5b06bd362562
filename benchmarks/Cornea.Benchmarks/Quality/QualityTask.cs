using System.Diagnostics;

namespace Cornea.Benchmarks;

/// <summary>A training whose result counts.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="Run">Trains and measures; starts and stops the stopwatch around the training.</param>
internal sealed record QualityTask(string Name, Func<QualitySettings, Stopwatch, IReadOnlyDictionary<string, double>> Run);
