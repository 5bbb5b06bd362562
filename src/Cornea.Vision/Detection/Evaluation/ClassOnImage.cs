namespace Cornea.Vision;

/// <summary>One class on one image: the truth, and the detections with the best first; their overlaps are computed once.</summary>
internal sealed class ClassOnImage
{
    public ClassOnImage(LabeledBox[] truth, Detection[] detections)
    {
        (Truth, Detections) = (truth, detections);
        Overlaps = new double[detections.Length, truth.Length];
        for (int found = 0; found < detections.Length; found++)
            for (int box = 0; box < truth.Length; box++)
                Overlaps[found, box] = Overlap(detections[found].Box, truth[box]);
    }

    public LabeledBox[] Truth { get; }

    public Detection[] Detections { get; }

    public double[,] Overlaps { get; }

    /// <summary>Refuses classes that have no name.</summary>
    public static void CheckClasses(string who, int count, IReadOnlyList<LabeledBox> truth, IReadOnlyList<Detection> detections)
    {
        foreach (int index in truth.Select(box => box.ClassIndex).Concat(detections.Select(found => found.ClassIndex)))
            if (index < 0 || index >= count) throw new ArgumentOutOfRangeException(nameof(truth), $"{who}: expected class numbers from 0 to {count - 1}, got {index}.");
    }

    // A detection lies in a crowd as far as it lies in its box.
    private static double Overlap(Box found, LabeledBox truth)
    {
        if (!truth.IsCrowd) return Boxes.Iou(found, truth.Box);
        double width = Math.Min(found.Right, truth.Box.Right) - Math.Max(found.Left, truth.Box.Left);
        double height = Math.Min(found.Bottom, truth.Box.Bottom) - Math.Max(found.Top, truth.Box.Top);
        return width > 0 && height > 0 ? width * height / found.Area : 0;
    }
}
