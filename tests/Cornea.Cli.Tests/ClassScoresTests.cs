using Cornea.Cli.Training;
using Xunit;

namespace Cornea.Cli.Tests;

/// <summary>Precision, recall and F1 by hand.</summary>
public sealed class ClassScoresTests
{
    [Fact]
    public void ScoresAreThoseOfTheirDefinitions()
    {
        // "c" is never predicted, "d" never occurs.
        ClassScores scores = ClassScores.Of([0, 0, 0, 1, 1, 2], [0, 0, 1, 1, 3, 0], ["a", "b", "c", "d"]);

        Assert.Equal(new ClassScore("a", 2 / 3.0, 2 / 3.0, 2 / 3.0, 3), scores.Classes[0]);
        Assert.Equal(new ClassScore("b", 0.5, 0.5, 0.5, 2), scores.Classes[1]);
        Assert.Equal(new ClassScore("c", 0, 0, 0, 1), scores.Classes[2]);
        Assert.Equal(new ClassScore("d", 0, 0, 0, 0), scores.Classes[3]);
        Assert.Equal(1, scores.Matrix[2, 0]);
        Assert.Equal((2 / 3.0 + 0.5) / 4, scores.Macro.Recall, 12);
        Assert.Equal(6, scores.Macro.Count);
    }
}
