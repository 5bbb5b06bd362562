namespace Cornea.Benchmarks;

/// <summary>How a training is run.</summary>
/// <param name="Data">The folder of the data.</param>
/// <param name="Seed">What it draws by.</param>
/// <param name="IsTuning">Whether settings are being chosen: then it measures on the part that's for that.</param>
/// <param name="Keep">A folder that the trained model is saved to, as TASK-SEED.keras; null keeps none.</param>
internal sealed record QualitySettings(string Data, int Seed, bool IsTuning, string? Keep)
{
    /// <summary>Where the model of a task is to be saved; null if nowhere.</summary>
    public string? FileOf(string task) => Keep is null ? null : Path.Combine(Keep, $"{task}-{Seed}.keras");
}
