using Cornea.Graphs;
using Cornea.Tests.Operations;
using Xunit;

namespace Cornea.Tests.Graphs;

/// <summary>What a layer call outside of any trace does: its assignments and results are computed together.</summary>
public class TraceTests
{
    [Fact]
    public void AnEagerCallPublishesWhatItAssigned()
    {
        var count = new Variable(Tensor.From([1f], [1]));
        Tensor before = count.Value, result = Count(count);
        Assert.NotNull(result.Storage);
        Check.Values(result, [1], 1 + (2 * 10));
        Check.Values(count, [1], 3);
        Check.Values(before, [1], 1);
    }

    [Fact]
    public void WithoutAssignmentsACallStaysLazy()
    {
        Tensor result = Trace.Eagerly(() => Ops.Ones([1]) + 1, tensor => [tensor]);
        Assert.Null(result.Storage);
    }

    [Fact]
    public void InsideATraceACallIsPartOfIt()
    {
        var count = new Variable(Tensor.From([1f], [1]));
        CompiledFunction twice = Function.Compile(x => Count(count) + Count(count) + x);
        Check.Values(twice.Run(Ops.Zeros([1])), [1], 21 + 43);
        Check.Values(count, [1], 5);
    }

    [Fact]
    public void ACallThatFailsAssignsNothing()
    {
        var count = new Variable(Tensor.From([1f], [1]));
        Assert.Throws<ArgumentException>(() => Trace.Eagerly(
            () =>
            {
                count.Assign(count.Value + 1);
                return Ops.Take(Ops.Ones([2]), Tensor.From([5], [1]));
            },
            tensor => [tensor]));
        Assert.Null(Trace.Current);
        Check.Values(count, [1], 1);
    }

    private static Tensor Count(Variable count) => Trace.Eagerly(
        () =>
        {
            Tensor first = count;
            count.Assign(first + 1);
            Tensor second = count;
            count.Assign(second + 1);
            return first + (second * 10);
        },
        tensor => [tensor]);
}
