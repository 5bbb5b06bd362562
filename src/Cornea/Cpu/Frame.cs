namespace Cornea.Cpu;

/// <summary>One run's addresses: where each region lies, and a private workspace for each worker. Pooled by its plan.</summary>
internal sealed unsafe class Frame
{
    private const nint Line = 64;
    private readonly byte*[] _regions;
    private readonly Arena _arena;
    private readonly Arena _scratch;
    private readonly nint _scratchBytes;

    public Frame(int regions, nint arenaBytes, nint scratchBytes, int workers)
    {
        _regions = new byte*[regions];
        _arena = new Arena(arenaBytes);
        _scratchBytes = (scratchBytes + Line - 1) / Line * Line;
        _scratch = new Arena(_scratchBytes * workers);
        Workers = workers;
        _regions[Regions.Arena] = _arena.Memory;
    }

    /// <summary>For how many threads there is a workspace.</summary>
    public int Workers { get; }

    public void Bind(int region, byte* address) => _regions[region] = address;

    public byte* Address(Operand operand) => _regions[operand.Region] + operand.Offset;

    public float* Floats(Operand operand) => (float*)Address(operand);

    public byte* Scratch(int worker) => _scratch.Memory + (worker * _scratchBytes);
}
