namespace Cornea.Cpu;

/// <summary>One entry of a plan: a kernel with its problem and operands. Immutable; runs piece by piece, in any order and on any thread.</summary>
internal abstract unsafe class Step
{
    /// <summary>What plans print: the kernel, its sizes and its algorithm.</summary>
    public abstract string Describe();

    /// <summary>The operations without a kernel that are run in it.</summary>
    public virtual IEnumerable<ReferenceLoop> WithoutKernel => [];

    /// <summary>All pieces of a phase end before the next phase begins.</summary>
    public virtual int Phases => 1;

    public abstract int Pieces(int phase);

    /// <summary>Called by one thread before the pieces of a phase run.</summary>
    public virtual void Begin(Frame frame, int phase)
    {
    }

    /// <summary>Private workspace of one running piece.</summary>
    public virtual nint ScratchBytes => 0;

    public abstract void Run(Frame frame, int phase, int piece, byte* scratch);
}
