using Cornea.Lowering;

namespace Cornea.Cpu;

/// <summary>How much memory a plan's runs need and where parameters and outputs stand among the spaces.</summary>
internal sealed record PlanLayout(
    int ParameterCount, int OutputCount, nint ArenaBytes, nint PreparedBytes, nint ScratchBytes, Arena Constants, int[] StableParameters,
    FrameLayout[] Inner)
{
    /// <summary>What a run's frame consists of.</summary>
    public FrameLayout Frame => new(Spaces.FirstParameter + ParameterCount + OutputCount, Inner);
}

/// <summary>The number of a frame's spaces, and the frames of the plans inside its steps.</summary>
internal sealed record FrameLayout(int SpaceCount, FrameLayout[] Inner);
