namespace Cornea.Plots.Drawing;

/// <summary>Answers by the probability that was given to them.</summary>
/// <param name="Counts">How many answers each bin has; bins are of one width, from 0 to 1.</param>
/// <param name="Probability">The mean of the probabilities in each bin; NaN where there are none.</param>
/// <param name="Frequency">The part of each bin's answers that were right; NaN where there are none.</param>
internal sealed record CalibrationBins(int[] Counts, double[] Probability, double[] Frequency)
{
    /// <summary>The expected calibration error: how far the two are from each other, bins weighed by their answers.</summary>
    public double Error
    {
        get
        {
            double sum = 0;
            for (int bin = 0; bin < Counts.Length; bin++)
                if (Counts[bin] > 0) sum += Counts[bin] * Math.Abs(Probability[bin] - Frequency[bin]);
            return sum / Counts.Sum();
        }
    }

    /// <param name="samples">Of two classes whether it's class 1, of more whether the likeliest is right.</param>
    /// <param name="bins">How many.</param>
    /// <exception cref="ArgumentException">A probability doesn't lie from 0 to 1.</exception>
    public static CalibrationBins Count(ClassSamples samples, int bins)
    {
        var counts = new int[bins];
        double[] probability = new double[bins], frequency = new double[bins];
        for (int sample = 0; sample < samples.Truth.Length; sample++)
        {
            int answer = samples.IsBinary ? 0 : Enumerable.Range(0, samples.Scores.Length).MaxBy(index => samples.Scores[index][sample]);
            float given = samples.Scores[answer][sample];
            if (given is not (>= 0 and <= 1)) throw new ArgumentException($"Charts.Calibration: expected probabilities from 0 to 1, got {given}. Scores of another kind need a softmax or sigmoid before.");
            int bin = Math.Min((int)(given * bins), bins - 1);
            counts[bin]++;
            probability[bin] += given;
            if (samples.Truth[sample] == (samples.IsBinary ? 1 : answer)) frequency[bin]++;
        }

        for (int bin = 0; bin < bins; bin++) (probability[bin], frequency[bin]) = (probability[bin] / counts[bin], frequency[bin] / counts[bin]);
        return new(counts, probability, frequency);
    }
}
