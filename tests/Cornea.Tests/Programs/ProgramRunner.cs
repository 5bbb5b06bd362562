namespace Cornea.Tests.Programs;

/// <summary>Runs random programs and prints the smallest one that disagrees.</summary>
internal static class ProgramRunner
{
    /// <summary>Runs programs of following numbers up to the first that disagrees.</summary>
    /// <returns>Whether all agree.</returns>
    public static bool Run(long count, ulong first, TextWriter output)
    {
        for (long index = 0; index < count; index++)
        {
            ulong seed = first + (ulong)index;
            RandomProgram program = ProgramGenerator.Make(seed).Described();
            if (ProgramCheck.Disagreement(program, seed) is not { } found) continue;
            RandomProgram smallest = ProgramShrinker.Shrink(program, smaller => ProgramCheck.Disagreement(smaller, seed) is not null);
            output.WriteLine(smallest);
            output.WriteLine($"Program {seed} disagrees: {ProgramCheck.Disagreement(smallest, seed)}");
            output.WriteLine($"As it was made: {found}");
            return false;
        }

        return true;
    }

    /// <summary>The command <c>programs COUNT [FIRST]</c>: exit code 0 where all agree.</summary>
    public static int Command(ReadOnlySpan<string> arguments)
    {
        long count = arguments.Length > 0 ? long.Parse(arguments[0], System.Globalization.CultureInfo.InvariantCulture) : 1000;
        ulong first = arguments.Length > 1 ? ulong.Parse(arguments[1], System.Globalization.CultureInfo.InvariantCulture) : 1_000_000;
        if (!Run(count, first, Console.Out)) return 1;
        Console.WriteLine($"{count} programs agree");
        return 0;
    }
}
