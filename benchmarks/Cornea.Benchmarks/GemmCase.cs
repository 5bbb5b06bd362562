using Cornea.Cpu.Kernels;

namespace Cornea.Benchmarks;

/// <summary>A matrix product, packing included.</summary>
internal sealed unsafe class GemmCase : KernelCase
{
    private readonly GemmProblem _problem;
    private readonly float* _a;
    private readonly float* _b;
    private readonly float* _c;
    private readonly float* _packed;
    private readonly float* _partial;
    private readonly ThreadLocal<nint> _scratch;
    private readonly Action<int> _pack;
    private readonly Action<int> _run;
    private readonly Action<int> _reduce;

    public GemmCase(GemmProblem problem)
    {
        _problem = problem;
        _a = Allocate((long)problem.M * problem.K);
        _b = Allocate((long)problem.K * problem.N);
        _c = Allocate((long)problem.M * problem.N);
        _packed = Allocate(problem.PackedBytes / sizeof(float));
        _partial = Allocate(problem.PartialBytes / sizeof(float));
        _scratch = new ThreadLocal<nint>(() => (nint)Workspace(problem.ScratchBytes));
        _pack = piece => _problem.PackB(_b, _packed, piece);
        _run = piece => _problem.Run(_a, _problem.PacksB ? _packed : _b, _c, _partial, piece, (byte*)_scratch.Value);
        _reduce = piece => _problem.Reduce(_partial, _c, piece);
    }

    public override string Name =>
        $"gemm {(_problem.TransposeA ? 'T' : 'N')}{(_problem.TransposeB ? 'T' : 'N')} {_problem.M}×{_problem.N}×{_problem.K}"
        + $" ({_problem.PackPieces}+{_problem.Pieces}+{_problem.ReducePieces})";

    public override double Flops => 2.0 * _problem.M * _problem.N * _problem.K;

    public override void Run(TwoThreads runner, int threads)
    {
        runner.Run(threads, _problem.PackPieces, _pack);
        runner.Run(threads, _problem.Pieces, _run);
        runner.Run(threads, _problem.ReducePieces, _reduce);
    }
}
