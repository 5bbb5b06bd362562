namespace Cornea.Vision;

/// <summary>How photos are changed before a detector sees them, their boxes with them.</summary>
/// <remarks>
/// Mosaics show parts of four photos around a random point (Bochkovskiy et al., YOLOv4, 2020, arXiv:2004.10934). In the last epochs there are none, and
/// photos keep their size, so that the detector ends on photos as they are (YOLOX).
/// </remarks>
public sealed record DetectionAugmentation
{
    /// <summary>How often a mosaic is made, 0 to 1.</summary>
    public double Mosaic { get; init; } = 0.5;

    /// <summary>How much larger or smaller photos become: 0.5 for sizes between 1 / 1.5 and 1.5.</summary>
    public double Scale { get; init; } = 0.5;

    /// <summary>How often photos are mirrored, left to right, 0 to 1.</summary>
    public double FlipHorizontal { get; init; } = 0.5;

    /// <summary>How often photos are turned upside down; 0.5 where there is no up, as under a microscope or from the air.</summary>
    public double FlipVertical { get; init; }

    /// <summary>How often photos are turned by a quarter; 0.5 where there is no up.</summary>
    public double QuarterTurn { get; init; }

    /// <summary>How much the brightness changes: 0.3 for factors from 0.7 to 1.3.</summary>
    public double Brightness { get; init; } = 0.3;

    /// <summary>How much the saturation changes: 0.5 for factors from 0.5 to 1.5.</summary>
    public double Saturation { get; init; } = 0.5;

    /// <summary>How far hues are turned at most, as a part of the whole circle.</summary>
    public double Hue { get; init; } = 0.015;

    /// <summary>The share of the epochs, at the end, without mosaics and changes of size.</summary>
    public double PlainShare { get; init; } = 0.15;

    /// <summary>How much of a thing must be left for its box to be kept, 0 to 1.</summary>
    public double LeastVisible { get; init; } = 0.25;

    /// <summary>Photos as they are.</summary>
    public static DetectionAugmentation None { get; } = new() { Mosaic = 0, Scale = 0, FlipHorizontal = 0, Brightness = 0, Saturation = 0, Hue = 0 };

    /// <summary>For photos without up and down, as under a microscope or from the air.</summary>
    public static DetectionAugmentation AnyOrientation { get; } = new() { FlipVertical = 0.5, QuarterTurn = 0.5 };

    /// <exception cref="ArgumentException">A number is out of its range.</exception>
    internal void Check()
    {
        foreach (var (name, value) in (IEnumerable<(string, double)>)[
            (nameof(Mosaic), Mosaic), (nameof(FlipHorizontal), FlipHorizontal), (nameof(FlipVertical), FlipVertical), (nameof(QuarterTurn), QuarterTurn),
            (nameof(Brightness), Brightness), (nameof(Saturation), Saturation), (nameof(Hue), Hue), (nameof(PlainShare), PlainShare), (nameof(LeastVisible), LeastVisible)])
            if (value is not (>= 0 and <= 1)) throw new ArgumentException($"DetectionAugmentation: expected {name} from 0 to 1, got {value}.");
        if (Scale is not (>= 0 and <= 10)) throw new ArgumentException($"DetectionAugmentation: expected {nameof(Scale)} from 0 to 10, got {Scale}.");
    }
}
