using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Programs;

/// <summary>300 random programs, always the same; <c>tests/programs.sh</c> runs as many others as are wanted.</summary>
[Collection(nameof(Alone))] // RandomSeed is the process's: other tests would draw from it in between.
public class ProgramLaws
{
    [Fact]
    public void RandomProgramsAgreeHoweverTheyAreRun() => Assert.True(ProgramRunner.Run(300, first: 0, Console.Out), "A random program disagrees; it is printed above.");
}
