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
            "forward" when new ConvolutionForward(shape) is var problem => Packed(problem.PackedBytes, problem.PackPieces, problem.Pack, problem.Pieces, problem.ScratchBytes, problem.Run, x, w, y),
            "data" when new ConvolutionBackwardData(shape) is var problem => Packed(problem.PackedBytes, problem.PackPieces, problem.Pack, problem.Pieces, problem.ScratchBytes, problem.Run, y, w, x),
            "Winograd" when new WinogradConvolution(shape) is var problem => Packed(problem.PackedBytes, problem.PackPieces, problem.Pack, problem.Pieces, problem.ScratchBytes, problem.Run, x, w, y),
            "weights" when new ConvolutionBackwardWeights(shape) is var problem => Summed(problem.Pieces, problem.ScratchBytes, problem.Run, problem.Sums, x, w, y),
            "Winograd weights" when new WinogradBackwardWeights(shape) is var problem => Summed(problem.Pieces, problem.ScratchBytes, problem.Run, problem.Sums, x, w, y),
            _ => throw new ArgumentException($"There is no direction '{direction}'.", nameof(direction)),
        };
    }

    private delegate void PackCall(float* w, float* packed, int piece);

    private delegate void Call(float* input, float* packed, float* output, int piece, byte* scratch, in TileEpilogue epilogue);

    private delegate void SumCall(float* x, float* dy, float* dw, float* partial, int piece, byte* scratch);

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

    private static (int Pieces, Action<int> Run)[] Packed(
        nint packedBytes, int packPieces, PackCall pack, int pieces, nint scratchBytes, Call call, float* input, float* w, float* output)
    {
        float* packed = Allocate(packedBytes / sizeof(float));
        var scratch = new ThreadLocal<nint>(() => (nint)Workspace(scratchBytes));
        return
        [
            (packPieces, piece => pack(w, packed, piece)),
            (pieces, piece => call(input, packed, output, piece, (byte*)scratch.Value, default)),
        ];
    }

    private static (int Pieces, Action<int> Run)[] Summed(int pieces, nint scratchBytes, SumCall call, PartialWeights sums, float* x, float* w, float* y)
    {
        float* partial = Allocate(sums.Bytes / sizeof(float));
        var scratch = new ThreadLocal<nint>(() => (nint)Workspace(scratchBytes));
        return
        [
            (pieces, piece => call(x, y, w, partial, piece, (byte*)scratch.Value)),
            (sums.ReducePieces, piece => sums.Reduce(partial, w, piece)),
        ];
    }
}
