using Cornea.Layers;
using Cornea.Tests.Layers.Augmentation;
using Cornea.Tests.Models;
using Xunit;

namespace Cornea.Tests.Layers;

/// <summary>
/// Every layer's gradients to its inputs and weights against central finite differences, in training and inference mode: along a few random
/// directions in each tensor, with the layer's state (random draws, moving statistics) put back before each evaluation.
/// </summary>
public class LayerGradientTests
{
    private const int Directions = 2;

    private const double Tolerance = 0.02;

    // A large step for float32's rounding, smaller ones for kinks such as a maximum's that lie within a larger one.
    private static readonly double[] Steps = [4e-3, 1e-3, 2.5e-4];

    public static TheoryData<string, bool> Names =>
        [.. from name in LayerCases.All.Keys from training in new[] { false, true } select new TheoryDataRow<string, bool>(name, training)];

    public static TheoryData<string> SmoothAugmentations => [.. AugmentationCases.Smooth.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_are_those_of_finite_differences(string name, bool training)
    {
        // In training it replaces the kernel by the normalised one: an assignment, as in Keras, which has no gradient.
        Assert.SkipWhen(name == "SpectralNormalization" && training, "It assigns the kernel in training.");
        Assert.SkipWhen(name == "BatchNormalization renorm" && training, "Its corrections are constants to the gradient: BatchRenormalizationTests.");
        Check(LayerCases.All[name].Make, LayerCases.All[name].Shapes, training);
    }

    [Theory]
    [MemberData(nameof(SmoothAugmentations))]
    public void Augmentations_have_gradients(string name) => Check(AugmentationCases.Smooth[name], [(7, 6, 3)], training: true);

    private static void Check(Func<Layer> make, Shape[] shapes, bool training)
    {
        RandomSeed.Set(5);
        Layer layer = make();
        Variable[] inputs = [.. shapes.Select((shape, index) => new Variable(Values([2, .. shape], index + 1)))];
        layer.Call(TensorList.Create([.. inputs.Select(input => input.Value)]));
        foreach (Variable weight in layer.Weights.Where(weight => weight.Trainable))
            weight.Assign(weight.Value + (Values([.. weight.Shape], 11) * 0.1)); // Zeros and ones would hide mistakes.
        Tensor[] state = [.. layer.Variables.Select(variable => variable.Value)];
        Variable[] moved = [.. inputs, .. layer.Weights.Where(weight => weight.Trainable)];
        Tensor[] factors = [.. Outputs().Select((output, index) => Values([.. output.Shape], 21 + index))];
        Restore();
        TensorList y = layer.Call(TensorList.Create([.. inputs.Select(input => input.Value)]), training);
        Tensor loss = y.Select((output, index) => Ops.Sum(output.Cast(DType.Float32) * factors[index])).Aggregate((a, b) => a + b);
        double[][] gradients = [.. Gradients.Of(loss, moved).Select(gradient => gradient.ToArray<double>())];
        var random = new Random(3);
        for (int which = 0; which < moved.Length; which++)
        {
            double norm = Math.Sqrt(gradients[which].Sum(value => value * value));
            for (int direction = 0; direction < Directions; direction++)
            {
                double[] along = [.. gradients[which].Select(_ => random.Next(2) == 0 ? -1.0 : 1.0)];
                double actual = gradients[which].Zip(along, (gradient, part) => gradient * part).Sum();
                double[] expected = [.. Steps.Select(step => (Loss(which, along, step) - Loss(which, along, -step)) / (2 * step))];
                Assert.True(
                    expected.Any(difference => Math.Abs(difference - actual) <= Tolerance * (norm + 0.05)),
                    $"{layer}, {(which < inputs.Length ? $"input {which}" : moved[which].Name)}: along a direction the gradient is {actual:R}, finite differences give {string.Join(", ", expected)}; its norm is {norm:R}.");
            }
        }

        TensorList Outputs() => layer.Call(TensorList.Create([.. inputs.Select(input => input.Value)]), training);

        void Restore()
        {
            for (int index = 0; index < state.Length; index++) layer.Variables[index].Assign(state[index]);
        }

        double Loss(int which, double[] along, double step)
        {
            Restore();
            Tensor before = moved[which].Value;
            moved[which].Assign(before + Tensor.From([.. along.Select(part => (float)(part * step))], before.Shape));
            double sum = Outputs().Select((output, index) => output.ToArray<double>().Zip(factors[index].ToArray<double>(), (value, factor) => value * factor).Sum()).Sum();
            moved[which].Assign(before);
            return sum;
        }
    }

    // Away from zero, where many layers have a kink, and no two elements close to each other.
    private static Tensor Values(int[] shape, int seed)
    {
        var random = new Random(seed);
        var values = new float[shape.Aggregate(1, (product, size) => product * size)];
        for (int index = 0; index < values.Length; index++) values[index] = (float)(0.1 + (0.9 * (index + 0.5) / values.Length)) * (random.Next(2) == 0 ? 1 : -1);
        random.Shuffle(values);
        return Tensor.From(values, shape);
    }
}
