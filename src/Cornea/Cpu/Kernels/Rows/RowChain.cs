namespace Cornea.Cpu.Kernels;

/// <summary>
/// Kernels one after the other, a few rows at a time: what passes between them stays in the second cache and has no other memory.
/// </summary>
/// <remarks>
/// A piece is an image, or where images are few some rows of one. It goes down its output by bands of rows. For each band, every stage computes
/// the rows that the next one needs and hasn't got yet; rows that the next band needs too (a window of three rows needs two of those above) are
/// moved to the front of the stage's buffer. Only where an image is cut into pieces are rows computed twice.
/// The method is known as fused-layer or depth-first execution: Alwani et al., Fused-layer CNN accelerators (2016).
/// </remarks>
internal sealed unsafe class RowChain
{
    private const int FewestPieces = 8, Line = 64 / sizeof(float);

    private readonly RowStage[] _stages;
    private readonly int _images;
    private readonly int _bandRows;
    private readonly EvenCut _parts;
    private readonly long[] _buffers;

    /// <param name="images">How many images.</param>
    /// <param name="stages">Each reads what the one before writes; they <see cref="Fits"/>.</param>
    /// <param name="bandBytes">The most that may pass between all of them for one band.</param>
    public RowChain(int images, RowStage[] stages, int bandBytes)
    {
        (_images, _stages) = (images, stages);
        int height = stages[^1].Window.OutHeight;
        _bandRows = MostRows(stages, bandBytes);
        _parts = new EvenCut(height, Math.Min(height / _bandRows, (FewestPieces + images - 1) / images));
        _buffers = Layout(stages, _bandRows);
    }

    /// <summary>Whether what passes between stages for a single row is little enough.</summary>
    public static bool Fits(RowStage[] stages, int bandBytes) => MostRows(stages, bandBytes) > 0;

    /// <summary>Independent pieces.</summary>
    public int Pieces => checked(_images * _parts.Parts);

    /// <summary>Private workspace of one running piece, 64-byte aligned.</summary>
    public nint ScratchBytes => (nint)(_buffers[^1] * sizeof(float)) + _stages.Max(stage => stage.ScratchBytes);

    /// <summary>Computes the output's rows of a piece.</summary>
    /// <param name="x">All images of the first stage.</param>
    /// <param name="operands">Those of each stage.</param>
    /// <param name="y">All images of the last stage.</param>
    /// <param name="piece">Which piece.</param>
    /// <param name="scratch">Its workspace.</param>
    public void Run(float* x, RowOperands* operands, float* y, int piece, byte* scratch)
    {
        int image = piece / _parts.Parts, part = piece % _parts.Parts, last = _stages.Length - 1;
        RowWindow first = _stages[0].Window, final = _stages[last].Window;
        var buffers = (float*)scratch;
        byte* workspace = scratch + (_buffers[last] * sizeof(float));
        x += (nint)image * first.InHeight * first.InRow;
        y += (nint)image * final.OutHeight * final.OutRow;
        int* start = stackalloc int[_stages.Length], end = stackalloc int[_stages.Length]; // The rows of each stage's output that are there.
        (int First, int End)* needed = stackalloc (int, int)[_stages.Length];
        new Span<int>(start, _stages.Length).Clear();
        new Span<int>(end, _stages.Length).Clear();
        EvenCut bands = EvenCut.OfAtMost(_parts.Size(part), _bandRows);
        for (int band = 0; band < bands.Parts; band++)
        {
            int row = _parts.Start(part) + bands.Start(band);
            needed[last] = (row, row + bands.Size(band));
            for (int stage = last; stage > 0; stage--) needed[stage - 1] = _stages[stage].Window.Needs(needed[stage].First, needed[stage].End);
            float* input = x;
            for (int stage = 0; stage < last; stage++)
            {
                nint rowFloats = _stages[stage].Window.OutRow;
                float* buffer = buffers + _buffers[stage], output = buffer - (needed[stage].First * rowFloats);
                int kept = Keep(buffer, rowFloats, start[stage], end[stage], needed[stage].First);
                int from = needed[stage].First + kept, rows = needed[stage].End - from;
                if (rows > 0) _stages[stage].Run(input, operands[stage].Weights, output, from, rows, workspace, operands[stage].Epilogue);
                (start[stage], end[stage]) = (needed[stage].First, Math.Max(from, needed[stage].End));
                input = output;
            }

            _stages[last].Run(input, operands[last].Weights, y, row, bands.Size(band), workspace, operands[last].Epilogue);
        }
    }

    // Moves the rows from one on to the front, and says how many they are.
    private static int Keep(float* buffer, nint rowFloats, int start, int end, int first)
    {
        int kept = Math.Max(0, end - first);
        nint bytes = kept * rowFloats * sizeof(float);
        if (first > start && kept > 0) Buffer.MemoryCopy(buffer + ((first - start) * rowFloats), buffer, bytes, bytes);
        return kept;
    }

    private static int MostRows(RowStage[] stages, int bandBytes)
    {
        int rows = 0, tooMany = stages[^1].Window.OutHeight + 1;
        while (tooMany - rows > 1)
        {
            int middle = rows + ((tooMany - rows) / 2);
            if (Layout(stages, middle)[^1] * sizeof(float) <= bandBytes) rows = middle;
            else tooMany = middle;
        }

        return rows;
    }

    // Where each stage's buffer begins, in floats, and the end of all.
    private static long[] Layout(RowStage[] stages, int bandRows)
    {
        var buffers = new long[stages.Length];
        int rows = bandRows;
        for (int stage = stages.Length - 1; stage > 0; stage--)
        {
            rows = stages[stage].Window.MostNeeded(rows);
            buffers[stage - 1] = (((long)rows * stages[stage].Window.InRow) + Line - 1) / Line * Line;
        }

        long at = 0;
        for (int stage = 0; stage < buffers.Length; stage++) (buffers[stage], at) = (at, at + buffers[stage]);
        return buffers;
    }
}
