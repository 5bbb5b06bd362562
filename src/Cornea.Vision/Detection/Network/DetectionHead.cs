using Cornea.Initializers;
using Cornea.Layers;
using static Cornea.Vision.DetectionBlocks;

namespace Cornea.Vision;

/// <summary>
/// What stands at each place of a feature map: how far it is to the box's four sides, as odds of <see cref="Bins"/> distances each; the odds that there
/// is something; and the odds of each class. Box and class have convolutions of their own.
/// </summary>
/// <remarks>Source: Ge et al., YOLOX (2021), arXiv:2107.08430; distances as in Li et al., Generalized focal loss (2020), arXiv:2006.04388.</remarks>
internal static class DetectionHead
{
    /// <summary>Distances of 0, 1, … 15 cells.</summary>
    public const int Bins = 16;

    /// <summary>Numbers before those of the classes: four times the distances', and the objectness.</summary>
    public const int Objectness = 4 * Bins, FirstClass = Objectness + 1;

    private const int Width = 64;

    // At first one place in a hundred holds something: as Lin et al., Focal loss (2017), arXiv:1708.02002.
    private static readonly double PriorLogit = Math.Log(0.01 / 0.99);

    /// <summary>[batch, places, 65 + classes] of all features, row by row, the finest first.</summary>
    public static Tensor Put(IReadOnlyList<Tensor> features, int classes)
    {
        Tensor[] levels = [.. features.Select((x, level) => Level(x, classes, $"head{level}"))];
        return new Concatenate(axis: 1, name: "places").Call(TensorList.Create(levels));
    }

    private static Tensor Level(Tensor x, int classes, string name)
    {
        Tensor box = Convolve(Convolve(x, Width, 3, name: $"{name}_box1"), Width, 3, name: $"{name}_box2");
        Tensor what = ConvolveSeparably(ConvolveSeparably(x, Width, $"{name}_class1"), Width, $"{name}_class2");
        Tensor sides = Final(box, Objectness, 0, $"{name}_sides");
        Tensor objectness = Final(what, 1, PriorLogit, $"{name}_objectness"), labels = Final(what, classes, 0, $"{name}_classes");
        Tensor all = new Concatenate(name: $"{name}_all").Call([sides, objectness, labels]);
        return new Reshape([all.Shape[1] * all.Shape[2], FirstClass + classes], name: $"{name}_rows").Call(all);
    }

    private static Tensor Final(Tensor x, int filters, double bias, string name) =>
        new Conv2D(filters, 1, kernelInitializer: new RandomNormal(stdDev: 0.01), biasInitializer: new Constant(bias), name: name).Call(x);
}
