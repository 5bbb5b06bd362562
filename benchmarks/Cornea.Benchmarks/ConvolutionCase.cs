using Cornea.Cpu.Kernels;

namespace Cornea.Benchmarks;

/// <summary>One direction of a convolution, packing included.</summary>
internal sealed unsafe class ConvolutionCase : KernelCase
{
    private readonly ConvolutionProblem _shape;
    private readonly string _direction;
    private readonly (int Pieces, Action<int> Run)[] _phases;

    public ConvolutionCase(ConvolutionProblem shape, string direction)
    {
        _shape = shape;
        _direction = direction;
        float* x = Allocate((long)shape.Batch * shape.InHeight * shape.InWidth * shape.InChannels);
        float* w = Allocate((long)shape.KernelHeight * shape.KernelWidth * shape.GroupIn * shape.OutChannels);
        float* y = Allocate((long)shape.Batch * shape.OutHeight * shape.OutWidth * shape.OutChannels);
        _phases = direction switch
        {
            "forward" => Forward(new ConvolutionForward(shape), x, w, y),
            "data" => Data(new ConvolutionBackwardData(shape), x, w, y),
            "Winograd" => Winograd(new WinogradConvolution(shape), x, w, y),
            "Winograd weights" => Sums(new WinogradBackwardWeights(shape), x, w, y),
            _ => Weights(new ConvolutionBackwardWeights(shape), x, w, y),
        };
    }

    public override string Name
    {
        get
        {
            ConvolutionProblem s = _shape;
            string stride = s.StrideHeight > 1 ? $"/{s.StrideHeight}" : "";
            return $"{_direction} {s.Batch}×{s.InHeight}×{s.InWidth}×{s.InChannels}→{s.OutChannels} "
                + $"{s.KernelHeight}×{s.KernelWidth}{stride} ({string.Join('+', _phases.Select(phase => phase.Pieces))})";
        }
    }

    public override double Flops => _shape.Flops;

    public override void Run(TwoThreads runner, int threads)
    {
        foreach ((int pieces, Action<int> run) in _phases)
            runner.Run(threads, pieces, run);
    }

    private static (int Pieces, Action<int> Run)[] Forward(ConvolutionForward problem, float* x, float* w, float* y)
    {
        float* packed = Allocate(problem.PackedBytes / sizeof(float));
        var scratch = new ThreadLocal<nint>(() => (nint)Workspace(problem.ScratchBytes));
        return
        [
            (problem.PackPieces, piece => problem.Pack(w, packed, piece)),
            (problem.Pieces, piece => problem.Run(x, packed, y, piece, (byte*)scratch.Value)),
        ];
    }

    private static (int Pieces, Action<int> Run)[] Data(ConvolutionBackwardData problem, float* x, float* w, float* y)
    {
        float* packed = Allocate(problem.PackedBytes / sizeof(float));
        var scratch = new ThreadLocal<nint>(() => (nint)Workspace(problem.ScratchBytes));
        return
        [
            (problem.PackPieces, piece => problem.Pack(w, packed, piece)),
            (problem.Pieces, piece => problem.Run(y, packed, x, piece, (byte*)scratch.Value)),
        ];
    }

    private static (int Pieces, Action<int> Run)[] Winograd(WinogradConvolution problem, float* x, float* w, float* y)
    {
        float* packed = Allocate(problem.PackedBytes / sizeof(float));
        var scratch = new ThreadLocal<nint>(() => (nint)Workspace(problem.ScratchBytes));
        return
        [
            (problem.PackPieces, piece => problem.Pack(w, packed, piece)),
            (problem.Pieces, piece => problem.Run(x, packed, y, piece, (byte*)scratch.Value)),
        ];
    }

    private static (int Pieces, Action<int> Run)[] Weights(ConvolutionBackwardWeights problem, float* x, float* w, float* y)
    {
        float* partial = Allocate(problem.Sums.Bytes / sizeof(float));
        var scratch = new ThreadLocal<nint>(() => (nint)Workspace(problem.ScratchBytes));
        return
        [
            (problem.Pieces, piece => problem.Run(x, y, w, partial, piece, (byte*)scratch.Value)),
            (problem.Sums.ReducePieces, piece => problem.Sums.Reduce(partial, w, piece)),
        ];
    }

    private static (int Pieces, Action<int> Run)[] Sums(WinogradBackwardWeights problem, float* x, float* w, float* y)
    {
        float* partial = Allocate(problem.Sums.Bytes / sizeof(float));
        var scratch = new ThreadLocal<nint>(() => (nint)Workspace(problem.ScratchBytes));
        return
        [
            (problem.Pieces, piece => problem.Run(x, y, w, partial, piece, (byte*)scratch.Value)),
            (problem.Sums.ReducePieces, piece => problem.Sums.Reduce(partial, w, piece)),
        ];
    }
}
