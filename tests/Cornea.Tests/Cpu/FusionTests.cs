using Xunit;

namespace Cornea.Tests.Cpu;

/// <summary>What must not be one program.</summary>
public class FusionTests
{
    /// <summary>A reshape is a view: who reads it reads memory, into which the program of what it was made of hasn't written yet.</summary>
    [Fact]
    public void A_value_and_its_view_arent_read_together()
    {
        CompiledFunction viewed = Function.Compile((Tensor x) =>
        {
            Tensor y = Ops.Exp(x);
            return y / y.Reshape(4);
        });
        Assert.Equal([1, 1, 1, 1], viewed.Run(Tensor.From<float>([1, 2, 3, 4], [1, 4])).ToArray<float>());
        CompiledFunction summed = Function.Compile((Tensor x) => Ops.Exp(x) / Ops.Sum(Ops.Exp(x)));
        Assert.Equal([1], summed.Run(Tensor.From<float>([2], [1])).ToArray<float>());
    }
}
