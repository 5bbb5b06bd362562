using System.Diagnostics;

namespace Cornea.Cpu.Kernels;

/// <summary>
/// One elementwise program over several arrays of different lengths as one step, such as an optimizer's update over all weights.
/// </summary>
/// <remarks>
/// The segments count as one long array, which is cut into equal pieces: small weights share a piece, large ones span several. The
/// program has contiguous and scalar inputs only, for nothing else means the same in every segment.
/// </remarks>
internal sealed unsafe class SegmentedElementwise
{
    private readonly ElementwiseProgram _program;
    private readonly nint[] _starts;

    /// <param name="program">What to compute; its own index space doesn't matter.</param>
    /// <param name="counts">The elements of each segment.</param>
    public SegmentedElementwise(ElementwiseProgram program, ReadOnlySpan<nint> counts)
    {
        Debug.Assert(program.IsShapeless);
        _program = program;
        _starts = new nint[counts.Length + 1];
        for (int segment = 0; segment < counts.Length; segment++)
        {
            _starts[segment + 1] = checked(_starts[segment] + counts[segment]);
        }
        Pieces = (int)((Count + program.PieceElements - 1) / program.PieceElements);
    }

    /// <summary>The elements of all segments.</summary>
    public nint Count => _starts[^1];

    public int Segments => _starts.Length - 1;

    public int Pieces { get; }

    public nint ScratchBytes => _program.ScratchBytes;

    /// <summary>Computes one piece.</summary>
    /// <param name="piece">Which one.</param>
    /// <param name="inputs">Segment by segment the address of each input: [segment · InputCount + input]. Scalars repeat theirs.</param>
    /// <param name="outputs">Likewise [segment · OutputCount + output].</param>
    /// <param name="scratch"><see cref="ScratchBytes"/> bytes of the caller's own, 64-byte aligned.</param>
    public void Run(int piece, byte** inputs, byte** outputs, byte* scratch)
    {
        nint start = piece * _program.PieceElements;
        nint end = Math.Min(start + _program.PieceElements, Count);
        int segment = SegmentOf(start);
        while (start < end)
        {
            nint last = Math.Min(end, _starts[segment + 1]);
            if (last > start)
            {
                _program.Run(
                    start - _starts[segment],
                    last - start,
                    inputs + segment * _program.InputCount,
                    outputs + segment * _program.OutputCount,
                    scratch);
                start = last;
            }
            segment++;
        }
    }

    private int SegmentOf(nint element)
    {
        int found = Array.BinarySearch(_starts, element);
        return found >= 0 ? found : ~found - 1;
    }
}
