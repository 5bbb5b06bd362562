using Xunit;

namespace Cornea.Tests.Operations;

/// <summary>Holds gradients against central finite differences, in double precision.</summary>
internal static class GradientCheck
{
    // The difference quotient's own error: about step² from the curvature and 1e-16 / step from rounding.
    private const double Step = 1e-5;
    private const double Tolerance = 2e-7;

    /// <summary>The first derivatives of a function to all its inputs.</summary>
    public static void First(Func<Tensor[], Tensor> function, params Tensor[] inputs)
    {
        CompiledFunction loss = Function.Compile(list => Weighted(function([.. list])), inputs.Length);
        CompiledFunction gradients = Function.Compile(list => TensorList.Create(GradientsOf(function, [.. list])), inputs.Length);
        TensorList actual = gradients.RunAll(inputs);
        for (int input = 0; input < inputs.Length; input++)
        {
            Assert.Equal(inputs[input].Spec, actual[input].Spec);
            double[] expected = Differences(loss, inputs, input), got = actual[input].ToArray<double>();
            for (int index = 0; index < expected.Length; index++)
            {
                double error = Math.Abs(expected[index] - got[index]);
                Assert.True(
                    error <= Tolerance * (1 + Math.Abs(expected[index])),
                    $"Input {input} {inputs[input].Shape}, element {index}: the gradient is {got[index]:R}, finite differences give {expected[index]:R}.");
            }
        }
    }

    /// <summary>The first and the second derivatives.</summary>
    public static void Second(Func<Tensor[], Tensor> function, params Tensor[] inputs)
    {
        First(function, inputs);
        First(list => Together(GradientsOf(function, list)), inputs);
    }

    /// <summary>Several tensors made one number, no two elements with one weight.</summary>
    public static Tensor Together(params Tensor[] tensors) => tensors.Select(Weighted).Aggregate((a, b) => (a * 1.25) + b);

    private static Tensor[] GradientsOf(Func<Tensor[], Tensor> function, Tensor[] inputs)
    {
        Tensor[] watched = [.. inputs.Select(Ops.Watch)];
        Tensor loss = Weighted(function(watched));
        return [.. watched.Select(input => Gradients.Of(loss, input))];
    }

    // Weights that are all different, so that no two errors cancel.
    private static Tensor Weighted(Tensor y)
    {
        double[] weights = [.. Enumerable.Range(0, (int)y.Shape.ElementCount).Select(index => Math.Cos(index + 0.5))];
        return Ops.Sum(y * Tensor.From(weights, y.Shape));
    }

    private static double[] Differences(CompiledFunction loss, Tensor[] inputs, int input)
    {
        double[] values = inputs[input].ToArray<double>();
        var result = new double[values.Length];
        for (int index = 0; index < values.Length; index++)
        {
            result[index] = (At(index, Step) - At(index, -Step)) / (2 * Step);
        }

        return result;

        double At(int index, double step)
        {
            double[] moved = [.. values];
            moved[index] += step;
            Tensor[] given = [.. inputs];
            given[input] = Tensor.From(moved, inputs[input].Shape);
            return loss.Run(given).ToScalar<double>();
        }
    }
}
