namespace Cornea;

// Connectionist temporal classification.
public static partial class Ops
{
    /// <summary>−log of the probability that a sequence of predictions reads as the target (Graves et al. 2006), one for each of the batch.</summary>
    /// <param name="target">Integers [batch, labels].</param>
    /// <param name="output">Logits [batch, time, classes].</param>
    /// <param name="targetLength">[batch]: how many labels count.</param>
    /// <param name="outputLength">[batch]: how many predictions count.</param>
    /// <param name="maskIndex">The class that stands for no label.</param>
    public static Tensor CtcLoss(Tensor target, Tensor output, Tensor targetLength, Tensor outputLength, int maskIndex = 0)
    {
        if (target.Rank != 2 || output.Rank != 3) throw new ShapeException($"CtcLoss: expected target [batch, labels] and output [batch, time, classes], got {target.Shape} and {output.Shape}.");
        const double Never = -1e30;
        (int batch, int labels, int time) = (target.Shape[0], target.Shape[1], output.Shape[1]);
        int states = (2 * labels) + 1;
        Tensor logs = LogSoftmax(Floating(output)), own = target.Cast(DType.Int32);

        // States are the labels with a blank around each: blank, label, blank, …, label, blank.
        Tensor blanks = Full([batch, labels], maskIndex, DType.Int32);
        Tensor symbols = Concatenate([Stack([blanks, own], 2).Reshape([batch, 2 * labels]), Slice(blanks, 1, 0, 1)], 1);
        Tensor place = Arange(states).ExpandDims(0), twoBefore = Pad(Slice(symbols, 1, 0, states - 2), [(0, 0), (2, 0)]);
        Tensor maySkip = LogicalAnd(LogicalAnd(NotEqual(symbols, maskIndex), NotEqual(symbols, twoBefore)), place >= 2);
        Tensor emissions = TakeAlongAxis(logs, symbols.ExpandDims(1).BroadcastTo([batch, time, states]), 2);
        Tensor At(int step) => Slice(emissions, 1, step, 1).Squeeze(1);
        Tensor Later(Tensor x, int by) => Pad(Slice(x, 1, 0, states - by), [(0, 0), (by, 0)], Never);
        Tensor alpha = Where(place < 2, At(0), Never);
        for (int step = 1; step < time; step++)
        {
            Tensor sum = LogAddExp(LogAddExp(alpha, Later(alpha, 1)), Where(maySkip, Later(alpha, 2), Never)) + At(step);
            alpha = Where(outputLength.Cast(DType.Int32).ExpandDims(1) > step, sum, alpha);
        }

        Tensor end = targetLength.Cast(DType.Int32).ExpandDims(1) * 2;
        Tensor isEnd = LogicalOr(Equal(place, end), LogicalAnd(Equal(place, end - 1), end > 0));
        return -LogSumExp(Where(isEnd, alpha, Never), axis: 1);
    }
}
