namespace Cornea.Cpu;

/// <summary>One run's addresses: where each region lies, and a private workspace for each worker. Pooled by its plan.</summary>
internal sealed unsafe class Frame
{
    private const nint Line = 64;
    private readonly byte*[] _regions;
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
        _regions[Regions.Arena] = _arena.Memory;
    }

    // The frame of a plan inside a step: its memory is part of the frame around it.
    private Frame(FrameLayout layout)
    {
        _regions = new byte*[layout.RegionCount];
        _inner = [.. layout.Inner.Select(inner => new Frame(inner))];
    }

    /// <summary>For how many threads there is a workspace.</summary>
    public int Workers { get; }

    public void Bind(int region, byte* address) => _regions[region] = address;

    public byte* Address(Operand operand) => _regions[operand.Region] + operand.Offset;

    public float* Floats(Operand operand) => (float*)Address(operand);

    public byte* Scratch(int worker) => _scratch!.Memory + (worker * _scratchBytes);

    /// <summary>The frame of a plan inside a step.</summary>
    public Frame Inner(int slot) => _inner[slot];
}
