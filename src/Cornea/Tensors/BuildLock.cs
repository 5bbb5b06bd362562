namespace Cornea;

/// <summary>
/// Layers, metrics and optimizers make their state at first use, and a traced step is C# that runs through them: one thread at a time does
/// that. What is built and compiled already takes no such lock.
/// </summary>
/// <remarks>
/// One lock for all, as sub-models may belong to several models, and a build may ask for another one's trace: with several locks two threads
/// could wait for each other. Compiling what was traced happens outside of it.
/// </remarks>
internal static class BuildLock
{
    public static Lock Shared { get; } = new();
}
