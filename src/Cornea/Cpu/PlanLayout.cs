namespace Cornea.Cpu;

/// <summary>How much memory a plan's runs need and where parameters and outputs stand among the regions.</summary>
internal sealed record PlanLayout(
    int ParameterCount, int OutputCount, nint ArenaBytes, nint PreparedBytes, nint ScratchBytes, Arena Constants, int[] StableParameters);
