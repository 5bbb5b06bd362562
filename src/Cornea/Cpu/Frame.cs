using Cornea.Lowering;

namespace Cornea.Cpu;

/// <summary>One run's addresses: where each space lies, and a private workspace for each worker. Pooled by its plan.</summary>
internal sealed unsafe class Frame
{
    private const nint Line = 64;
    private readonly byte*[] _spaces;
    private readonly Frame[] _inner;
    private readonly Arena? _arena;
    private readonly Arena? _scratch;
    private readonly nint _scratchBytes;

    public Frame(FrameLayout layout, nint arenaBytes, nint scratchBytes, int workers)
        : this(layout)
    {
        _arena = new Arena(arenaBytes);
        _scratchBytes = (scratchBytes + Line - 1) / Line * Line;
        _scratch = new Arena(_scratchBytes * workers);
        Workers = workers;
        _spaces[Spaces.Arena] = _arena.Memory;
    }

    // The frame of a plan inside a step: its memory is part of the frame around it.
    private Frame(FrameLayout layout)
    {
        _spaces = new byte*[layout.SpaceCount];
        _inner = [.. layout.Inner.Select(inner => new Frame(inner))];
    }

    /// <summary>For how many threads there is a workspace.</summary>
    public int Workers { get; }

    public void Bind(int space, byte* address) => _spaces[space] = address;

    public byte* Address(Operand operand) => _spaces[operand.Space] + operand.Offset;

    public float* Floats(Operand operand) => (float*)Address(operand);

    public byte* Scratch(int worker) => _scratch!.Memory + (worker * _scratchBytes);

    /// <summary>The frame of a plan inside a step.</summary>
    public Frame Inner(int slot) => _inner[slot];
}
