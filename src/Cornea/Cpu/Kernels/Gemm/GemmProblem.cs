namespace Cornea.Cpu.Kernels;

/// <summary>
/// C[M, N] = op(A)[M, K] · op(B)[K, N] in float32, row-major. Phases: <see cref="PackB"/> where <see cref="PacksB"/>,
/// then <see cref="Run"/>, then <see cref="Reduce"/> where <see cref="ReducePieces"/> isn't 0.
/// </summary>
/// <param name="M">Rows of C.</param>
/// <param name="N">Columns of C.</param>
/// <param name="K">Length of the sums; 0 gives zeros.</param>
/// <param name="TransposeA">A is stored [K, M], else [M, K].</param>
/// <param name="TransposeB">B is stored [N, K], else [K, N].</param>
/// <param name="LeadingA">Floats from one stored row of A to the next.</param>
/// <param name="LeadingB">Floats from one stored row of B to the next.</param>
/// <param name="LeadingC">Floats from one row of C to the next.</param>
internal readonly unsafe record struct GemmProblem(
    int M, int N, int K, bool TransposeA, bool TransposeB, int LeadingA, int LeadingB, int LeadingC)
{
    /// <summary>A problem whose matrices are contiguous.</summary>
    public GemmProblem(int m, int n, int k, bool transposeA = false, bool transposeB = false)
        : this(m, n, k, transposeA, transposeB, transposeA ? m : k, transposeB ? k : n, n)
    {
    }

    /// <summary>Whether <see cref="Run"/> takes B as <see cref="PackB"/> leaves it, instead of B itself.</summary>
    public bool PacksB => false;

    /// <summary>Pieces of <see cref="PackB"/>; 0 where B is read in place.</summary>
    public int PackPieces => 0;

    /// <summary>Size of the packed B; it depends on the sizes alone, so constant weights are packed once.</summary>
    public nint PackedBytes => 0;

    /// <summary>Independent pieces of <see cref="Run"/>.</summary>
    public int Pieces => M > 0 && N > 0 ? 1 : 0;

    /// <summary>Private workspace of one running piece, 64-byte aligned.</summary>
    public nint ScratchBytes => 0;

    /// <summary>Size of the buffer for partial sums, 64-byte aligned; 0 where K isn't split.</summary>
    public nint PartialBytes => 0;

    /// <summary>Pieces of <see cref="Reduce"/>; 0 where K isn't split and <see cref="Run"/> writes C itself.</summary>
    public int ReducePieces => 0;

    /// <summary>Packs one piece of B into the panels that <see cref="Run"/> reads.</summary>
    public void PackB(float* b, float* packed, int piece)
    {
    }

    /// <summary>The part of C that a piece of <see cref="Run"/> writes; not to be asked where K is split.</summary>
    public OutputTile Range(int piece) => new(0, M, 0, N);

    /// <summary>The part of C that a piece of <see cref="Reduce"/> writes.</summary>
    public OutputTile ReduceRange(int piece) => new(0, M, 0, N);

    /// <summary>Multiplies one piece, into C or (K split) into the partial sums.</summary>
    public void Run(float* a, float* b, float* c, float* partial, int piece, byte* scratch)
    {
        for (int i = 0; i < M; i++)
            for (int j = 0; j < N; j++)
            {
                float sum = 0;
                for (int k = 0; k < K; k++)
                    sum = MathF.FusedMultiplyAdd(TransposeA ? a[(long)k * LeadingA + i] : a[(long)i * LeadingA + k],
                        TransposeB ? b[(long)j * LeadingB + k] : b[(long)k * LeadingB + j], sum);
                c[(long)i * LeadingC + j] = sum;
            }
    }

    /// <summary>Adds the partial sums of one piece in order, into C.</summary>
    public void Reduce(float* partial, float* c, int piece)
    {
    }
}
