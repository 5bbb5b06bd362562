using Cornea.Initializers;

namespace Cornea.Layers;

/// <summary>A bias of four gates that begins with 1 for the second one, the forget gate (Jozefowicz et al. 2015).</summary>
internal sealed class ForgetBias(Initializer others) : Initializer
{
    /// <inheritdoc/>
    public override Tensor Call(Shape shape, DType? dtype = null)
    {
        int units = shape[0] / 4;
        return Ops.Concatenate([others.Call([units], dtype), Ops.Ones([units], dtype), others.Call([2 * units], dtype)], 0);
    }
}
