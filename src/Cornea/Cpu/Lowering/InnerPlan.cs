namespace Cornea.Cpu.Lowering;

/// <summary>A lowered graph that another plan's step runs as part of its own.</summary>
/// <param name="Prologue">What depends on captures only, once for each run of the step.</param>
/// <param name="Steps">What is run each time.</param>
/// <param name="Layout">The memory that it needs.</param>
/// <param name="HasChecks">Whether a step may find a value out of range.</param>
internal sealed record InnerPlan(Step[] Prologue, Step[] Steps, PlanLayout Layout, bool HasChecks);
