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
        Tensor logs = LogSoftmax(Floating(output)), own = ToIndices(target);

        // States are the labels with a blank around each: blank, label, blank, …, label, blank.
        Tensor blanks = Full([batch, labels], maskIndex, DType.Int32);
        Tensor symbols = Concatenate([Stack([blanks, own], 2).Reshape([batch, 2 * labels]), Slice(blanks, 1, 0, 1)], 1);
        Tensor place = Arange(states).ExpandDims(0), twoBefore = Pad(Slice(symbols, 1, 0, states - 2), [(0, 0), (2, 0)]);
        // From a label to another one there needn't be a blank; as in TensorFlow also where a label is the blank's own class.
        Tensor maySkip = LogicalAnd(LogicalAnd(Equal(place % 2, 1), NotEqual(symbols, twoBefore)), place >= 2);
        Tensor emissions = TakeAlongAxis(logs, symbols.ExpandDims(1).BroadcastTo([batch, time, states]), 2);
        Tensor At(int step) => Slice(emissions, 1, step, 1).Squeeze(1);
        Tensor Later(Tensor x, int by) => Pad(Slice(x, 1, 0, states - by), [(0, 0), (by, 0)], constantValues: Never);
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

    /// <summary>The labels that sequences of predictions read as. Computes, as the search depends on the values; no gradient flows.</summary>
    /// <param name="inputs">Logits [batch, time, classes].</param>
    /// <param name="sequenceLengths">[batch]: how many predictions count.</param>
    /// <param name="strategy">greedy takes the likeliest class of each step; beam_search the likeliest readings, over all ways to write them.</param>
    /// <param name="beamWidth">How many readings the search keeps.</param>
    /// <param name="topPaths">How many readings to give; greedy has one.</param>
    /// <param name="mergeRepeated">Whether greedy takes equal neighbours as one; the search always does.</param>
    /// <param name="maskIndex">The class that stands for no label; negative counts from the end.</param>
    /// <returns>
    /// int32 [topPaths, batch, time], −1 behind the labels; and scores [batch, topPaths]: of greedy −Σ of the logits taken, of the search the
    /// logarithm of the probability.
    /// </returns>
    /// <exception cref="ArgumentException">The strategy is unknown, or the beam holds fewer readings than asked for.</exception>
    public static (Tensor Decoded, Tensor Scores) CtcDecode(
        Tensor inputs, Tensor sequenceLengths, string strategy = "greedy", int beamWidth = 100, int topPaths = 1, bool mergeRepeated = true, int maskIndex = 0)
    {
        if (inputs.Rank != 3) throw new ShapeException($"CtcDecode: expected logits [batch, time, classes], got {inputs.Shape}.");
        if (strategy is not ("greedy" or "beam_search")) throw new ArgumentException($"CtcDecode: expected a strategy of greedy, beam_search, got '{strategy}'.");
        (int batch, int time, int classes) = (inputs.Shape[0], inputs.Shape[1], inputs.Shape[2]);
        int blank = maskIndex < 0 ? maskIndex + classes : maskIndex, paths = strategy == "greedy" ? 1 : topPaths;
        double[] logits = Floating(inputs).ToArray<double>();
        int[] lengths = sequenceLengths.Cast(DType.Int32).ToArray<int>(), decoded = [.. Enumerable.Repeat(-1, paths * batch * time)];
        var scores = new double[batch * paths];
        for (int row = 0; row < batch; row++)
        {
            if (lengths[row] < 0 || lengths[row] > time) throw new ArgumentException($"CtcDecode: expected sequence lengths between 0 and {time}, got {lengths[row]}.");
            ReadOnlySpan<double> own = logits.AsSpan(row * time * classes, lengths[row] * classes);
            (int[] Labels, double Score)[] readings = strategy == "greedy" ? [Greedy(own, classes, blank, mergeRepeated)] : new CtcBeamSearch(beamWidth, blank).Run(own, classes);
            if (readings.Length < paths) throw new ArgumentException($"CtcDecode: expected topPaths of at most the {readings.Length} readings in the beam, got {paths}.");
            for (int path = 0; path < paths; path++)
            {
                readings[path].Labels.CopyTo(decoded, ((path * batch) + row) * time);
                scores[(row * paths) + path] = readings[path].Score;
            }
        }

        return (Tensor.From(decoded, [paths, batch, time]), Tensor.From(scores, [batch, paths]).Cast(FloatingOf(inputs)));
    }

    private static (int[] Labels, double Score) Greedy(ReadOnlySpan<double> logits, int classes, int blank, bool mergeRepeated)
    {
        var labels = new List<int>();
        double score = 0;
        for (int start = 0, before = -1; start < logits.Length; start += classes)
        {
            int best = 0;
            for (int index = 1; index < classes; index++)
                if (logits[start + index] > logits[start + best]) best = index;
            score -= logits[start + best];
            if (best != blank && !(mergeRepeated && best == before)) labels.Add(best);
            before = best;
        }

        return ([.. labels], score);
    }
}
