using Cornea.Graphs;
using Cornea.Tests.Models;
using Xunit;

namespace Cornea.Tests.Graphs;

/// <summary>Parts that need no plan have the values that a plan gives.</summary>
public sealed class ContiguousPartTests
{
    private static readonly Tensor X = TestData.Uniform(5, 4, 3);

    public static TheoryData<string, Func<Tensor, Tensor>, bool> Parts => new()
    {
        { "all", x => x[.., .., ..].Reshape(60), true },
        { "one place", x => x[3], true },
        { "two places", x => x[3, ^1], true },
        { "an element", x => x[4, 3, 2], true },
        { "rows", x => x[1..4], true },
        { "rows of a place", x => x[2, 1..3], true },
        { "places of a row of a place", x => x[^1, ^1, 1..], true },
        { "rows of rows", x => x[1..][1..3][1], true },
        { "rows of rows in another shape", x => x.Reshape(20, 3)[2..19].Reshape(17, 3, 1)[4], true },
        { "one row of each", x => x[1..2, 1..2, 1..2], true },
        { "nothing", x => x[5..], true },
        { "columns", x => x[.., 1], false },
        { "columns of rows", x => x[1..3, 1..3], false },
        { "every second row", x => x[TensorIndex.Slice(0, 5, 2)], false },
        { "backwards", x => x[TensorIndex.Slice(null, null, -1)], false },
        { "computed", x => (x + 1)[1], false },
    };

    [Theory]
    [MemberData(nameof(Parts))]
    public void AreFoundWhereTheyLie(string name, Func<Tensor, Tensor> part, bool isContiguous)
    {
        Assert.True(isContiguous == ContiguousPart.Find(part(X)) is not null, name);
        Assert.Equal(Function.Compile(part).Run(X).ToArray<float>(), part(X).ToArray<float>());
    }

    [Fact]
    public void ALargePartIsNotCopiedAndASmallOneKeepsNothingElse()
    {
        Assert.Equal(X.Evaluate().HeldBytes, ContiguousPart.Find(X[1..])!.HeldBytes);
        Assert.Equal(4 * 3 * sizeof(float), ContiguousPart.Find(X[1])!.HeldBytes);
        Tensor part = X[1..];
        part.Evaluate();
        Assert.Equal(4 * 3 * sizeof(float), ContiguousPart.Find(part[1])!.HeldBytes);
    }

    [Fact]
    public void AVariableThatIsAssignedLeavesItsPartsAsTheyWere()
    {
        var variable = new Variable(TestData.Uniform(4, 3));
        Tensor part = variable.Value[1..];
        float[] before = part.ToArray<float>();

        variable.Assign(variable * 2);

        Assert.Equal(before, part.ToArray<float>());
        Assert.NotEqual(before, variable.Value[1..].ToArray<float>());
    }

    [Fact]
    public void APartThatBecameAVariablesValueIsCopied()
    {
        Tensor x = TestData.Uniform(4, 3);
        float[] before = x.ToArray<float>();
        Tensor part = x[1..];
        part.Evaluate();
        var variable = new Variable(part);

        variable.Assign(variable * 2);

        Assert.Equal(before, x.ToArray<float>());
    }
}
