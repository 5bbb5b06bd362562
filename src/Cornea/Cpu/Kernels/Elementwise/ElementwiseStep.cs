namespace Cornea.Cpu.Kernels;

/// <summary>One instruction of a built program: a loop and the places of its operands in the table of pointers that a run keeps.</summary>
internal readonly unsafe struct ElementwiseStep(
    delegate*<float*, float*, float*, float*, nint, void> kernel, int first, int second, int third, int destination, int load,
    bool isPrivate)
{
    public readonly delegate*<float*, float*, float*, float*, nint, void> Kernel = kernel;
    public readonly int First = first;
    public readonly int Second = second;
    public readonly int Third = third;
    public readonly int Destination = destination;

    /// <summary>The load that fills the destination, or −1.</summary>
    public readonly int Load = load;

    /// <summary>
    /// Whether nothing but registers and scalars is touched. Such a step computes whole vectors to the end: registers have room for what
    /// is too much, and partial vectors are slower.
    /// </summary>
    public readonly bool IsPrivate = isPrivate;
}
