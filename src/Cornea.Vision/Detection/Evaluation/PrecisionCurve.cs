namespace Cornea.Vision;

/// <summary>Precision over recall as detections come in, the best first; precision at a recall is the best that any recall from there on has.</summary>
internal sealed class PrecisionCurve
{
    private readonly double[] _recalls;
    private readonly double[] _precisions;

    /// <param name="hits">The detections of all images, in any order; of equal scores the earlier comes first.</param>
    /// <param name="count">How many there are to find.</param>
    public PrecisionCurve(IEnumerable<Hit> hits, int count)
    {
        Hit[] sorted = [.. hits.OrderByDescending(hit => hit.Score)];
        (_recalls, _precisions) = (new double[sorted.Length], new double[sorted.Length]);
        int right = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            if (sorted[i].IsRight) right++;
            (_recalls[i], _precisions[i]) = ((double)right / count, (double)right / (i + 1));
        }

        for (int i = sorted.Length - 1; i > 0; i--) _precisions[i - 1] = Math.Max(_precisions[i - 1], _precisions[i]);
    }

    /// <summary>The recall that all detections together reach.</summary>
    public double Recall => _recalls is [.., var last] ? last : 0;

    /// <summary>The area under the curve.</summary>
    public double Area => _recalls.Select((recall, i) => (recall - (i > 0 ? _recalls[i - 1] : 0)) * _precisions[i]).Sum();

    /// <summary>The precision at recalls 0, step, 2 · step, …; 0 where the recall isn't reached.</summary>
    public IEnumerable<double> Sample(int points, double step)
    {
        int at = 0;
        for (int point = 0; point < points; point++)
        {
            while (at < _recalls.Length && _recalls[at] < point * step) at++;
            yield return at < _recalls.Length ? _precisions[at] : 0;
        }
    }
}
