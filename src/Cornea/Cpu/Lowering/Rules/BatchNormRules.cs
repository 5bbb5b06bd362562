using Cornea.Cpu.Kernels;
using Cornea.Cpu.Steps;
using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Lowering;

namespace Cornea.Cpu.Lowering.Rules;

/// <summary>Batch normalisation by the batch's statistics, and its gradient: statistics, their merge, then the rows.</summary>
internal static unsafe class BatchNormRules
{
    public static bool Training(Node node, LoweringContext context, int order)
    {
        Tensor x = node.Inputs[0], gamma = node.Inputs[1], beta = node.Inputs[2];
        Tensor y = node.Outputs[0], mean = node.Outputs[1], variance = node.Outputs[2], inverse = node.Outputs[3];
        if (y.DType != DType.Float32) return false;
        var problem = new BatchNormalizationProblem((nint)x.Shape.Product(0, x.Rank - 1), x.Shape[^1]);
        float epsilon = (float)((BatchNormTraining)node.Op).Epsilon;
        ValueBuffer partials = new(problem.PartialElements * sizeof(float)), affine = new(2 * (nint)problem.Channels * sizeof(float));
        context.Add(
            new KernelUnit
            {
                Reads = [x, gamma, beta],
                Writes = [y, mean, variance, inverse],
                Workspaces = [partials, affine],
                RangeOutput = y,
                Make = place =>
                {
                    Operand placeX = place[x], placeGamma = place[gamma], placeBeta = place[beta], placeY = place[y];
                    Operand placeMean = place[mean], placeVariance = place[variance], placeInverse = place[inverse];
                    Operand placePartials = place[partials], placeAffine = place[affine];
                    return new KernelStep($"batch norm {x.Shape} ({placeX}, {placeGamma}, {placeBeta}) → {placeY}", 0,
                    [
                        new KernelPhase(problem.StatisticsPieces, (frame, piece, _) =>
                            problem.RunStatistics(frame.Floats(placeX), frame.Floats(placePartials), piece)),
                        new KernelPhase(problem.ChannelPieces, (frame, piece, _) => problem.RunMerge(
                            frame.Floats(placePartials), frame.Floats(placeGamma), frame.Floats(placeBeta), epsilon,
                            frame.Floats(placeMean), frame.Floats(placeVariance), frame.Floats(placeInverse),
                            frame.Floats(placeAffine), frame.Floats(placeAffine) + problem.Channels, piece)),
                        new KernelPhase(problem.Pieces, (frame, piece, _) => problem.RunNormalize(
                            frame.Floats(placeX), frame.Floats(placeAffine), frame.Floats(placeAffine) + problem.Channels, frame.Floats(placeY), piece)),
                    ],
                    problem.Range);
                },
            },
            order);
        return true;
    }

    public static bool Gradient(Node node, LoweringContext context, int order)
    {
        Tensor x = node.Inputs[0], gamma = node.Inputs[1], mean = node.Inputs[2], inverse = node.Inputs[3], dy = node.Inputs[4];
        Tensor dx = node.Outputs[0], dgamma = node.Outputs[1], dbeta = node.Outputs[2];
        if (dx.DType != DType.Float32) return false;
        var problem = new BatchNormalizationProblem((nint)x.Shape.Product(0, x.Rank - 1), x.Shape[^1]);
        ValueBuffer partials = new(problem.PartialElements * sizeof(float)), coefficients = new(problem.CoefficientElements * sizeof(float));
        context.Add(
            new KernelUnit
            {
                Reads = [x, gamma, mean, inverse, dy],
                Writes = [dx, dgamma, dbeta],
                Workspaces = [partials, coefficients],
                RangeOutput = dx,
                Make = place =>
                {
                    Operand placeX = place[x], placeGamma = place[gamma], placeMean = place[mean], placeInverse = place[inverse], placeDy = place[dy];
                    Operand placeDx = place[dx], placeDgamma = place[dgamma], placeDbeta = place[dbeta];
                    Operand placePartials = place[partials], placeCoefficients = place[coefficients];
                    return new KernelStep($"batch norm gradient {x.Shape} ({placeX}, {placeDy}) → {placeDx}, {placeDgamma}, {placeDbeta}", 0,
                    [
                        new KernelPhase(problem.StatisticsPieces, (frame, piece, _) => problem.RunGradientSums(
                            frame.Floats(placeX), frame.Floats(placeDy), frame.Floats(placeMean), frame.Floats(placeInverse), frame.Floats(placePartials), piece)),
                        new KernelPhase(problem.ChannelPieces, (frame, piece, _) => problem.RunGradientMerge(
                            frame.Floats(placePartials), frame.Floats(placeGamma), frame.Floats(placeInverse),
                            frame.Floats(placeDgamma), frame.Floats(placeDbeta), frame.Floats(placeCoefficients), piece)),
                        new KernelPhase(problem.Pieces, (frame, piece, _) => problem.RunInputGradient(
                            frame.Floats(placeX), frame.Floats(placeDy), frame.Floats(placeMean), frame.Floats(placeCoefficients), frame.Floats(placeDx), piece)),
                    ],
                    problem.Range);
                },
            },
            order);
        return true;
    }
}
