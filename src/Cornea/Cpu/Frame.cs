namespace Cornea.Cpu;

/// <summary>One run's addresses: where each region lies, and a private workspace for each worker. Without the memory it's small; plans keep one.</summary>
internal sealed unsafe class Frame
{
    private const nint Line = 64;
    private const nint Page = 4096;
    private readonly byte*[] _regions;
    private readonly Frame[] _inner;
    private byte* _scratch;
    private nint _scratchBytes;

    /// <param name="layout">What a run's frame consists of; the memory of plans inside steps is part of that of the plan around.</param>
    public Frame(FrameLayout layout)
    {
        _regions = new byte*[layout.RegionCount];
        _inner = [.. layout.Inner.Select(inner => new Frame(inner))];
    }

    /// <summary>The memory that <see cref="Attach"/> wants.</summary>
    public static nint BytesFor(nint arenaBytes, nint scratchBytes, int workers) => checked(Rounded(arenaBytes, Page) + (Rounded(scratchBytes, Line) * workers));

    /// <summary>Lays a region of values, and the workers' workspaces behind it, into memory.</summary>
    public void Attach(Arena memory, int region, nint regionBytes, nint scratchBytes)
    {
        _regions[region] = memory.Memory;
        _scratch = memory.Memory + Rounded(regionBytes, Page);
        _scratchBytes = Rounded(scratchBytes, Line);
    }

    public void Bind(int region, byte* address) => _regions[region < 0 ? _regions.Length + region : region] = address;

    public byte* Address(Operand operand) => _regions[operand.Region < 0 ? _regions.Length + operand.Region : operand.Region] + operand.Offset;

    public float* Floats(Operand operand) => (float*)Address(operand);

    public byte* Scratch(int worker) => _scratch + (worker * _scratchBytes);

    /// <summary>The frame of a plan inside a step.</summary>
    public Frame Inner(int slot) => _inner[slot];

    private static nint Rounded(nint bytes, nint to) => checked((bytes + to - 1) / to * to);
}
