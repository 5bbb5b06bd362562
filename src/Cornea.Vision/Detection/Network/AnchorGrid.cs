using Cornea.Layers;

namespace Cornea.Vision;

/// <summary>The places at which a detector looks: the middles of cells of 8, 16 and 32 pixels, row by row.</summary>
internal sealed class AnchorGrid
{
    public static readonly int[] AllStrides = [8, 16, 32];

    /// <param name="size">Of the image, in pixels; 32 divides both.</param>
    public AnchorGrid(Size2 size)
    {
        var (x, y, strides) = (new List<float>(), new List<float>(), new List<float>());
        foreach (int stride in AllStrides)
        {
            for (int row = 0; row < size.Height / stride; row++)
            {
                for (int column = 0; column < size.Width / stride; column++)
                {
                    x.Add((column + 0.5f) * stride);
                    y.Add((row + 0.5f) * stride);
                    strides.Add(stride);
                }
            }
        }

        Count = x.Count;
        (X, Y, Strides) = (Tensor.From<float>(x.ToArray(), [Count]), Tensor.From<float>(y.ToArray(), [Count]), Tensor.From<float>(strides.ToArray(), [Count]));
    }

    public int Count { get; }

    /// <summary>Their middles in pixels, from the left [places].</summary>
    public Tensor X { get; }

    /// <summary>From the top [places].</summary>
    public Tensor Y { get; }

    /// <summary>Their cells' sides in pixels [places].</summary>
    public Tensor Strides { get; }
}
