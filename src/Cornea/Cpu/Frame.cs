using Cornea.Lowering;

namespace Cornea.Cpu;

/// <summary>One run's addresses: where each space lies, and a private workspace for each worker. Without the memory it's small; plans keep one.</summary>
internal sealed unsafe class Frame
{
    private const nint Line = 64;
    private const nint Page = 4096;
    private readonly byte*[] _spaces;
    private readonly Frame[] _inner;
    private byte* _scratch;
    private nint _scratchBytes;

    /// <param name="layout">What a run's frame consists of; the memory of plans inside steps is part of that of the plan around.</param>
    public Frame(FrameLayout layout)
    {
        _spaces = new byte*[layout.SpaceCount];
        _inner = [.. layout.Inner.Select(inner => new Frame(inner))];
    }

    /// <summary>The memory that <see cref="Attach"/> wants.</summary>
    public static nint BytesFor(nint arenaBytes, nint scratchBytes, int workers) => checked(Rounded(arenaBytes, Page) + (Rounded(scratchBytes, Line) * workers));

    /// <summary>Lays a space of values, and the workers' workspaces behind it, into memory.</summary>
    public void Attach(Arena memory, int space, nint spaceBytes, nint scratchBytes)
    {
        _spaces[space] = memory.Memory;
        _scratch = memory.Memory + Rounded(spaceBytes, Page);
        _scratchBytes = Rounded(scratchBytes, Line);
    }

    public void Bind(int space, byte* address) => _spaces[space < 0 ? _spaces.Length + space : space] = address;

    public byte* Address(Operand operand) => _spaces[operand.Space < 0 ? _spaces.Length + operand.Space : operand.Space] + operand.Offset;

    public float* Floats(Operand operand) => (float*)Address(operand);

    public byte* Scratch(int worker) => _scratch + (worker * _scratchBytes);

    /// <summary>The frame of a plan inside a step.</summary>
    public Frame Inner(int slot) => _inner[slot];

    private static nint Rounded(nint bytes, nint to) => checked((bytes + to - 1) / to * to);
}
