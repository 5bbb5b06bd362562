using Cornea.Cpu.Prepared;
using Cornea.Lowering;

namespace Cornea.Cpu;

/// <summary>How much memory a plan's runs need and where parameters and outputs stand among the spaces.</summary>
/// <param name="ParameterCount">Parameters of the graph.</param>
/// <param name="OutputCount">Outputs of the graph.</param>
/// <param name="ArenaBytes">Values between steps.</param>
/// <param name="PreparedBytes">What the prologue makes and the store doesn't keep.</param>
/// <param name="ScratchBytes">The largest workspace of a step.</param>
/// <param name="Constants">Numbers written in the program.</param>
/// <param name="StableParameters">The parameters that stay the same from run to run, by number.</param>
/// <param name="Inner">The frames of plans inside steps.</param>
/// <param name="Kept">What the prologue makes and the store keeps.</param>
internal sealed record PlanLayout(
    int ParameterCount, int OutputCount, nint ArenaBytes, nint PreparedBytes, nint ScratchBytes, Arena Constants, int[] StableParameters,
    FrameLayout[] Inner, KeptValue[] Kept)
{
    /// <summary>What a run's frame consists of.</summary>
    public FrameLayout Frame => new(Spaces.FirstParameter + ParameterCount + OutputCount + Kept.Length, Inner);
}

/// <summary>The number of a frame's spaces, and the frames of the plans inside its steps.</summary>
internal sealed record FrameLayout(int SpaceCount, FrameLayout[] Inner);
