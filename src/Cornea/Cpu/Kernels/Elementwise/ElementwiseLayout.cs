using System.Collections.Immutable;

namespace Cornea.Cpu.Kernels;

/// <summary>How a program cuts its index space into blocks, and what lies where in its scratch memory.</summary>
/// <param name="Rows">Rows of the index space.</param>
/// <param name="Columns">Columns of the index space.</param>
/// <param name="BlocksEndWithRows">Rows are longer than a block, and no block may hold the end of one.</param>
/// <param name="Block">The elements of a block but the last (of all, or of a row).</param>
/// <param name="Slots">Scalars: constants first, then scalar inputs and what is computed from both.</param>
/// <param name="Registers">Blocks of floats.</param>
/// <param name="Loads">Steps that fill a register.</param>
/// <param name="Pointers">Inputs and outputs.</param>
/// <param name="ScalarInputs">Which inputs are scalars, and their slots.</param>
internal sealed record ElementwiseLayout(
    nint Rows, nint Columns, bool BlocksEndWithRows, nint Block, int Slots, int Registers, int Loads, int Pointers,
    ImmutableArray<(int Input, int Slot)> ScalarInputs)
{
    /// <summary>The most that a register may hold: with eight of them, scratch fits into L1 beside what streams through.</summary>
    public const int MaximumBlock = 512;

    /// <summary>A slot is a vector wide, since the loops that compute scalars may be vectors.</summary>
    public const int SlotBytes = 64;

    public nint RegistersOffset => Slots * SlotBytes;

    /// <summary>A cache line more than the block, which steps may overrun and which keeps registers from being 4 KB apart.</summary>
    public nint RegisterBytes => (Block * sizeof(float) + 63) / 64 * 64 + 64;

    public nint ContentsOffset => RegistersOffset + Registers * RegisterBytes;

    public nint TableOffset => ContentsOffset + Loads * 2 * sizeof(long);

    public nint ScratchBytes => (TableOffset + (Slots + Registers + Pointers) * sizeof(long) + 63) / 64 * 64;

    /// <summary>The length of the block at <paramref name="start"/>, in a run up to <paramref name="end"/>.</summary>
    public nint BlockLength(nint start, nint end)
    {
        nint length = Math.Min(Block, end - start);
        if (!BlocksEndWithRows)
        {
            return length;
        }
        nint column = start % Columns;
        return Math.Min(length, Math.Min(Block - column % Block, Columns - column));
    }
}
