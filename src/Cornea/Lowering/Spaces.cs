namespace Cornea.Lowering;

/// <summary>The memory that a plan works in, by number: what every plan has; the parameters' spaces follow, then those of the outputs.</summary>
internal static class Spaces
{
    /// <summary>Values between steps, overlapping in time as the memory plan says.</summary>
    public const int Arena = 0;

    /// <summary>Values made once from stable ones; in a plan that is run by itself, those that only served to make what is kept.</summary>
    public const int Prepared = 1;

    /// <summary>Numbers written in the program.</summary>
    public const int Constants = 2;

    public const int FirstParameter = 3;

    /// <summary>A value made once from stable ones and kept from run to run: each has a space of its own, counted down from −1.</summary>
    public static int Kept(int number) => ~number;
}
