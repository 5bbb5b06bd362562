using Cornea.Cpu.Kernels;
using Cornea.Cpu.Steps;
using Cornea.Graphs;
using Cornea.Lowering;

namespace Cornea.Cpu.Lowering;

/// <summary>Units of elementwise groups: alone, or after the kernel whose output they take up.</summary>
internal static class ElementwiseUnits
{
    public static KernelUnit Alone(ElementwiseGroup group)
    {
        ElementwiseProgram program = group.Build();
        return new KernelUnit
        {
            Reads = [.. group.Inputs.Where(input => !group.ReadsContiguously(input))],
            ReadsInPlace = [.. group.Inputs.Where(group.ReadsContiguously)],
            Writes = [.. group.Outputs],
            InPlaceWrites = [.. group.Outputs],
            Make = place => new ProgramStep(program, Places(group.Inputs, place), Places(group.Outputs, place)),
        };
    }

    public static KernelUnit After(KernelUnit kernel, ElementwiseGroup group)
    {
        ElementwiseProgram program = group.Build();
        return new KernelUnit
        {
            After = kernel.After,
            CanFail = kernel.CanFail,
            Reads = [.. kernel.Reads, .. group.Inputs.Where(input => !group.ReadsContiguously(input))],
            ReadsInPlace = [.. group.Inputs.Where(group.ReadsContiguously).OrderByDescending(input => ReferenceEquals(input, kernel.RangeOutput))],
            Writes = [.. kernel.Writes, .. group.Outputs],
            InPlaceWrites = [.. group.Outputs],
            Workspaces = kernel.Workspaces,
            Make = place => new FollowedStep(
                (RangeStep)kernel.Make(place), program, Places(group.Inputs, place), Places(group.Outputs, place)),
        };
    }

    private static Operand[] Places(List<Tensor> tensors, Placement place) => [.. tensors.Select(tensor => place[tensor])];
}
