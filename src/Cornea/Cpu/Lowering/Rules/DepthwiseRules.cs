using Cornea.Cpu.Kernels;
using Cornea.Cpu.Steps;
using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Lowering;

namespace Cornea.Cpu.Lowering.Rules;

/// <summary>Depthwise convolutions and their gradients.</summary>
internal static unsafe class DepthwiseRules
{
    public static bool Forward(Node node, LoweringContext context, int order)
    {
        Tensor x = node.Inputs[0], w = node.Inputs[1], y = node.Outputs[0];
        if (y.DType != DType.Float32) return false;
        DepthwiseProblem problem = Problem(((DepthwiseConvolution)node.Op).Window, x.Shape, w.Shape, y.Shape);
        string text = $"depthwise {x.Shape}·{w.Shape}";
        context.Add(
            new KernelUnit
            {
                Reads = [x, w],
                Writes = [y],
                RangeOutput = y,
                Make = place => Step(place, place[y], default),
                MakeFinished = (place, finish) => Step(place, place[finish.Output], finish.Places(place)),
                Rows = RowLink.Of(problem.Rows, x, w, y, text),
            },
            order);
        return true;

        KernelStep Step(Placement place, Operand to, TileEpiloguePlaces epilogue)
        {
            Operand from = place[x], weights = place[w];
            return new KernelStep($"{text} ({from}, {weights}){epilogue} → {to}", 0,
                [new KernelPhase(problem.Pieces, (frame, piece, _) =>
                    problem.Run(frame.Floats(from), frame.Floats(weights), frame.Floats(to), piece, epilogue.In(frame)))],
                problem.Range);
        }
    }

    public static bool BackwardData(Node node, LoweringContext context, int order)
    {
        Tensor dy = node.Inputs[0], w = node.Inputs[1], dx = node.Outputs[0];
        if (dx.DType != DType.Float32) return false;
        DepthwiseProblem problem = Problem(((DepthwiseBackwardData)node.Op).Window, dx.Shape, w.Shape, dy.Shape);
        return Kernel.Add(node, context, order, $"depthwise to data {dy.Shape}·{w.Shape}", problem.InputGradientPieces,
            (inputs, outputs, piece, _) => problem.RunInputGradient((float*)inputs[0], (float*)inputs[1], (float*)outputs[0], piece),
            problem.InputGradientRange);
    }

    public static bool BackwardWeights(Node node, LoweringContext context, int order)
    {
        Tensor x = node.Inputs[0], dy = node.Inputs[1], dw = node.Outputs[0];
        if (dw.DType != DType.Float32) return false;
        DepthwiseProblem problem = Problem(((DepthwiseBackwardWeights)node.Op).Window, x.Shape, dw.Shape, dy.Shape);
        var sums = new ValueBuffer(problem.WeightSumElements * sizeof(float));
        context.Add(
            new KernelUnit
            {
                Reads = [x, dy],
                Writes = [dw],
                Workspaces = [sums],
                Make = place =>
                {
                    Operand placeX = place[x], placeDy = place[dy], placeDw = place[dw], placeSums = place[sums];
                    return new KernelStep($"depthwise to weights {x.Shape}·{dy.Shape} ({placeX}, {placeDy}) → {placeDw}", 0,
                    [
                        new KernelPhase(problem.WeightSumPieces, (frame, piece, _) =>
                            problem.RunWeightSums(frame.Floats(placeX), frame.Floats(placeDy), frame.Floats(placeSums), piece)),
                        new KernelPhase(problem.WeightGradientPieces, (frame, piece, _) =>
                            problem.RunWeightGradient(frame.Floats(placeSums), frame.Floats(placeDw), piece)),
                    ]);
                },
            },
            order);
        return true;
    }

    private static DepthwiseProblem Problem(Window2D window, Shape x, Shape w, Shape y) => new(
        x[0], x[1], x[2], x[3], y[1], y[2], w[0], w[1], w[3],
        window.StrideHeight, window.StrideWidth, window.DilationHeight, window.DilationWidth, window.Top(x[1]), window.Left(x[2]));
}
