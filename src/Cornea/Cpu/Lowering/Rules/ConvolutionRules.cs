using Cornea.Cpu.Kernels;
using Cornea.Cpu.Steps;
using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Lowering;
using ToData = Cornea.Graphs.Operations.ConvolutionBackwardData;
using ToWeights = Cornea.Graphs.Operations.ConvolutionBackwardWeights;

namespace Cornea.Cpu.Lowering.Rules;

/// <summary>Convolutions and their gradients.</summary>
internal static unsafe class ConvolutionRules
{
    public static bool Forward(Node node, LoweringContext context, int order)
    {
        var op = (Convolution)node.Op;
        Tensor x = node.Inputs[0], w = node.Inputs[1], y = node.Outputs[0];
        if (y.DType != DType.Float32) return false;
        ConvolutionProblem shape = Problem(op.Window, op.Groups, x.Shape, w.Shape, y.Shape);
        if (UsesWinograd(shape, context)) return Winograd(context, order, $"convolution {x.Shape}·{w.Shape} {op.Window}", new WinogradConvolution(shape), x, w, y);
        var problem = new ConvolutionForward(shape);
        Tensor packed = problem.PackPieces == 0 ? w : Packing.Unit(
            context, w, [checked((int)(problem.PackedBytes / sizeof(float)))], order, $"pack convolution {w.Shape}, groups {op.Groups}", problem.PackPieces, problem.Pack);
        return Rows(context, order, $"convolution {x.Shape}·{w.Shape} {op.Window}", x, packed, y, problem.Pieces, problem.ScratchBytes, problem.Run, problem.Range, problem.Rows);
    }

    public static bool BackwardData(Node node, LoweringContext context, int order)
    {
        var op = (ToData)node.Op;
        Tensor dy = node.Inputs[0], w = node.Inputs[1], dx = node.Outputs[0];
        if (dx.DType != DType.Float32) return false;
        ConvolutionProblem shape = Problem(op.Window, op.Groups, dx.Shape, w.Shape, dy.Shape), turned = WinogradConvolution.ToData(shape);
        if (UsesWinograd(turned, context))
            return Winograd(context, order, $"convolution to data {dy.Shape}·{w.Shape} {op.Window}", new WinogradConvolution(turned, IsTurned: true), dy, w, dx);
        var problem = new Kernels.ConvolutionBackwardData(shape);
        Tensor packed = problem.PackPieces == 0 ? w : Packing.Unit(
            context, w, [checked((int)(problem.PackedBytes / sizeof(float)))], order, $"pack convolution transposed {w.Shape} {op.Window}, groups {op.Groups}", problem.PackPieces, problem.Pack);
        return Rows(context, order, $"convolution to data {dy.Shape}·{w.Shape} {op.Window}", dy, packed, dx, problem.Pieces, problem.ScratchBytes, problem.Run, problem.Range);
    }

    public static bool BackwardWeights(Node node, LoweringContext context, int order)
    {
        var op = (ToWeights)node.Op;
        Tensor x = node.Inputs[0], dy = node.Inputs[1], dw = node.Outputs[0];
        if (dw.DType != DType.Float32) return false;
        ConvolutionProblem shape = Problem(op.Window, op.Groups, x.Shape, dw.Shape, dy.Shape);
        string text = $"convolution to weights {x.Shape}·{dy.Shape} {op.Window}";
        if (UsesWinograd(shape, context))
        {
            var problem = new WinogradBackwardWeights(shape);
            Sums(context, order, $"{text}, Winograd", x, dy, dw, problem.Pieces, problem.ScratchBytes, problem.Run, problem.Sums);
        }
        else
        {
            var problem = new Kernels.ConvolutionBackwardWeights(shape);
            Sums(context, order, text, x, dy, dw, problem.Pieces, problem.ScratchBytes, problem.Run, problem.Sums);
        }

        return true;
    }

    private delegate void SumCall(float* x, float* dy, float* dw, float* partial, int piece, byte* scratch);

    private static void Sums(
        LoweringContext context, int order, string text, Tensor x, Tensor dy, Tensor dw, int pieces, nint scratchBytes, SumCall call, PartialWeights sums)
    {
        var partial = new ValueBuffer(sums.Bytes);
        context.Add(
            new KernelUnit
            {
                Reads = [x, dy],
                Writes = [dw],
                Workspaces = sums.Bytes > 0 ? [partial] : [],
                Make = place =>
                {
                    Operand placeX = place[x], placeDy = place[dy], placeDw = place[dw];
                    Operand placePartial = sums.Bytes > 0 ? place[partial] : default;
                    var sum = new KernelPhase(pieces, (frame, piece, scratch) => call(
                        frame.Floats(placeX), frame.Floats(placeDy), frame.Floats(placeDw), frame.Floats(placePartial), piece, scratch));
                    var reduce = new KernelPhase(sums.ReducePieces, (frame, piece, scratch) => sums.Reduce(frame.Floats(placePartial), frame.Floats(placeDw), piece));
                    return new KernelStep($"{text} ({placeX}, {placeDy}) → {placeDw}", scratchBytes, sums.ReducePieces == 0 ? [sum] : [sum, reduce]);
                },
            },
            order);
    }

    private static bool UsesWinograd(in ConvolutionProblem shape, LoweringContext context) => context.Options.Winograd && WinogradConvolution.Serves(shape);

    private static bool Winograd(LoweringContext context, int order, string text, WinogradConvolution problem, Tensor input, Tensor weights, Tensor output)
    {
        Tensor packed = Packing.Unit(
            context, weights, [checked((int)(problem.PackedBytes / sizeof(float)))], order,
            $"pack convolution {weights.Shape}, Winograd" + (problem.IsTurned ? ", turned" : ""), problem.PackPieces, problem.Pack);
        return Rows(context, order, $"{text}, Winograd", input, packed, output, problem.Pieces, problem.ScratchBytes, problem.Run, problem.Range);
    }

    private delegate void Call(float* input, float* packed, float* output, int piece, byte* scratch, in TileEpilogue epilogue);

    private static bool Rows(
        LoweringContext context, int order, string text, Tensor input, Tensor packed, Tensor output,
        int pieces, nint scratchBytes, Call call, Func<int, OutputRange> range, RowStage? rows = null)
    {
        context.Add(
            new KernelUnit
            {
                Reads = [input, packed],
                Writes = [output],
                RangeOutput = output,
                Make = place => Step(place, place[output], default),
                MakeFinished = (place, finish) => Step(place, place[finish.Output], finish.Places(place)),
                Rows = RowLink.Of(rows, input, packed, output, text),
            },
            order);
        return true;

        KernelStep Step(Placement place, Operand to, TileEpiloguePlaces epilogue)
        {
            Operand from = place[input], weights = place[packed];
            return new KernelStep($"{text} ({from}, {weights}){epilogue} → {to}", scratchBytes,
                [new KernelPhase(pieces, (frame, piece, scratch) =>
                    call(frame.Floats(from), frame.Floats(weights), frame.Floats(to), piece, scratch, epilogue.In(frame)))],
                range);
        }
    }

    private static ConvolutionProblem Problem(Window2D window, int groups, Shape x, Shape w, Shape y) => new(
        x[0], x[1], x[2], x[3], y[1], y[2], y[3], w[0], w[1],
        window.StrideHeight, window.StrideWidth, window.DilationHeight, window.DilationWidth,
        window.Top(x[1]), window.Left(x[2]), groups);
}
