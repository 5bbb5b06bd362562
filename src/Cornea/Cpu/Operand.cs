namespace Cornea.Cpu;

/// <summary>Where a step finds a value: a region of the frame and a byte offset in it. The address is known only when a plan runs.</summary>
/// <param name="Region">One of <see cref="Regions"/>, or from <see cref="Regions.FirstParameter"/> on a parameter, then the outputs.</param>
/// <param name="Offset">Bytes from the region's start.</param>
internal readonly record struct Operand(int Region, nint Offset)
{
    public override string ToString() => Region switch
    {
        Regions.Arena => $"@{Offset}",
        Regions.Prepared => $"prepared@{Offset}",
        Regions.Constants => $"constant@{Offset}",
        < 0 => $"kept {~Region}" + (Offset == 0 ? "" : $"+{Offset}"),
        _ => $"#{Region - Regions.FirstParameter}" + (Offset == 0 ? "" : $"+{Offset}"),
    };
}

/// <summary>The regions that every plan has; the parameters' follow, then those of the outputs.</summary>
internal static class Regions
{
    /// <summary>Values between steps, overlapping in time as the memory plan says.</summary>
    public const int Arena = 0;

    /// <summary>
    /// Values made once from stable ones: of a plan inside a step, all of them; of others, those that only served to make what is kept.
    /// </summary>
    public const int Prepared = 1;

    /// <summary>Numbers written in the program.</summary>
    public const int Constants = 2;

    public const int FirstParameter = 3;

    /// <summary>A value made once from stable ones and kept from run to run: each has a region of its own, counted down from −1.</summary>
    public static int Kept(int number) => ~number;
}
