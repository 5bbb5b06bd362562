namespace Cornea.Cpu.Lowering;

/// <summary>A lowered graph that another plan's step runs as part of its own.</summary>
/// <param name="Prologue">What depends on captures only, once for each run of the step.</param>
/// <param name="Steps">What is run each time.</param>
/// <param name="Layout">The memory that it needs.</param>
/// <param name="CanFail">Whether a step may end the run with an error.</param>
internal sealed record InnerPlan(Step[] Prologue, Step[] Steps, PlanLayout Layout, bool CanFail);
