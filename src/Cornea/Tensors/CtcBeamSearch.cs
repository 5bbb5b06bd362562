namespace Cornea;

/// <summary>The likeliest readings of one sequence of predictions: prefix search with a beam (Graves &amp; Jaitly 2014), as TensorFlow prunes it.</summary>
/// <param name="width">How many prefixes are kept after each step.</param>
/// <param name="blank">The class that stands for no label.</param>
internal sealed class CtcBeamSearch(int width, int blank)
{
    private readonly Prefix _root = new(null, -1) { Blank = 0, Total = 0 };

    /// <summary>The readings and the logarithms of their probabilities, the likeliest first.</summary>
    /// <param name="logits">[time, classes], row by row.</param>
    /// <param name="classes">How many classes there are.</param>
    public (int[] Labels, double Score)[] Run(ReadOnlySpan<double> logits, int classes)
    {
        List<Prefix> beam = [_root];
        for (int start = 0; start < logits.Length; start += classes) beam = Step(beam, LogSoftmax(logits.Slice(start, classes)));
        return [.. beam.OrderByDescending(prefix => prefix.Total).Select(prefix => (prefix.Labels(), prefix.Total))];
    }

    private List<Prefix> Step(List<Prefix> beam, double[] logs)
    {
        foreach (Prefix prefix in beam) prefix.Keep();
        foreach (Prefix prefix in beam)
        {
            prefix.Label = double.NegativeInfinity;
            if (prefix.Parent is { } parent)
            {
                double grown = parent.IsInBeam ? (prefix.Symbol == parent.Symbol ? parent.OldBlank : parent.OldTotal) : double.NegativeInfinity;
                prefix.Label = LogAdd(prefix.OldLabel, grown) + logs[prefix.Symbol];
            }

            prefix.Blank = prefix.OldTotal + logs[blank];
            prefix.Total = LogAdd(prefix.Blank, prefix.Label);
        }

        var kept = new List<Prefix>(beam);
        foreach (Prefix prefix in beam.OrderByDescending(prefix => prefix.OldTotal))
        {
            if (!IsCandidate(prefix.OldTotal)) continue;
            for (int symbol = 0; symbol < logs.Length; symbol++)
            {
                if (symbol == blank || prefix.Child(symbol) is { IsInBeam: true }) continue;
                double total = (symbol == prefix.Symbol ? prefix.OldBlank : prefix.OldTotal) + logs[symbol];
                if (!IsCandidate(total)) continue;
                if (kept.Count == width)
                {
                    Prefix least = Least();
                    least.Leave();
                    kept.Remove(least);
                }

                Prefix child = prefix.Grow(symbol);
                (child.Label, child.Blank, child.Total, child.IsInBeam) = (total, double.NegativeInfinity, total, true);
                kept.Add(child);
            }
        }

        return kept;

        bool IsCandidate(double total) => total > double.NegativeInfinity && (kept.Count < width || total > Least().Total);

        Prefix Least() => kept.MinBy(prefix => prefix.Total)!;
    }

    private static double[] LogSoftmax(ReadOnlySpan<double> logits)
    {
        double largest = double.NegativeInfinity, sum = 0;
        foreach (double logit in logits) largest = Math.Max(largest, logit);
        foreach (double logit in logits) sum += Math.Exp(logit - largest);
        double[] logs = logits.ToArray();
        return Array.ConvertAll(logs, logit => logit - largest - Math.Log(sum));
    }

    private static double LogAdd(double a, double b)
    {
        double larger = Math.Max(a, b);
        return double.IsNegativeInfinity(larger) ? larger : larger + Math.Log(Math.Exp(a - larger) + Math.Exp(b - larger));
    }

    /// <summary>A reading so far: the logarithms of its probability, split by whether the last prediction was its last label or a blank.</summary>
    private sealed class Prefix(Prefix? parent, int symbol)
    {
        private readonly Dictionary<int, Prefix> _children = [];

        public Prefix? Parent => parent;

        public int Symbol => symbol;

        public bool IsInBeam { get; set; } = true;

        public double Label { get; set; } = double.NegativeInfinity;

        public double Blank { get; set; } = double.NegativeInfinity;

        public double Total { get; set; } = double.NegativeInfinity;

        public double OldLabel { get; private set; } = double.NegativeInfinity;

        public double OldBlank { get; private set; } = double.NegativeInfinity;

        public double OldTotal { get; private set; } = double.NegativeInfinity;

        public void Keep() => (OldLabel, OldBlank, OldTotal) = (Label, Blank, Total);

        public void Leave() => (IsInBeam, Label, Blank, Total) = (false, double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity);

        public Prefix? Child(int next) => _children.GetValueOrDefault(next);

        public Prefix Grow(int next)
        {
            if (!_children.TryGetValue(next, out Prefix? child)) _children[next] = child = new Prefix(this, next);
            return child;
        }

        public int[] Labels()
        {
            var labels = new List<int>();
            for (Prefix prefix = this; prefix.Parent is not null; prefix = prefix.Parent) labels.Add(prefix.Symbol);
            labels.Reverse();
            return [.. labels];
        }
    }
}
