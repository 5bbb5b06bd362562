using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Layers;

/// <summary>A layer's random numbers: a state (seed, number of draws so far) that each draw moves on, and what is drawn from it.</summary>
internal sealed class RandomStream(Variable state)
{
    // Marsaglia and Tsang's method refuses at most one proposal in twenty: of so many, all with a chance of 4 · 10⁻¹¹.
    private const int Proposals = 8;

    private const double LeastShare = 1.0 / (1 << 25); // Below every even draw but 0, whose logarithm there is none of.

    private static readonly Tensor Step = Tensor.From<long>([0, 1], [2]);

    /// <summary>The state to draw from; the next call gets another one.</summary>
    public Tensor NextState()
    {
        Tensor now = state.Value;
        state.Assign(now + Step);
        return now;
    }

    /// <summary>Random numbers of a shape.</summary>
    public Tensor Draw(Distribution distribution, Shape shape) => Node.Emit(new Graphs.Operations.Random(distribution, shape), NextState())[0];

    /// <summary>Numbers spread evenly from a lowest to below a highest one.</summary>
    public Tensor Uniform(Shape shape, double low = 0, double high = 1)
    {
        Tensor even = Draw(Distribution.Uniform, shape);
        return low == 0 && high == 1 ? even : (even * (high - low)) + low;
    }

    /// <summary>Whole numbers from a lowest to below a highest one, each as likely as the other; int32.</summary>
    public Tensor Integers(Shape shape, int low, int high) =>
        Ops.Minimum(Ops.Floor(Draw(Distribution.Uniform, shape) * (high - low)).Cast(DType.Int32) + low, high - 1);

    /// <summary>True with a chance that is itself drawn evenly from an interval, as Keras' <c>factor</c> has it.</summary>
    public Tensor Chances(int count, (double Lower, double Upper) chance)
    {
        Tensor bound = Uniform([count], chance.Lower, chance.Upper);
        return Draw(Distribution.Uniform, [count]) < bound;
    }

    /// <summary>1 or −1, each as likely as the other.</summary>
    public Tensor Signs(Shape shape) => Ops.Where(Draw(Distribution.Uniform, shape) > 0.5, -1.0, 1.0);

    /// <summary>The numbers from 0 to below a count in random order; int32.</summary>
    public Tensor Permutation(int count) => Ops.ArgSort(Draw(Distribution.Uniform, [count]));

    /// <summary>Numbers from 0 to 1 of the beta distribution with both parameters alike.</summary>
    /// <param name="shape">Of the result.</param>
    /// <param name="alpha">Both parameters, above 0; a scalar.</param>
    public Tensor Beta(Shape shape, Tensor alpha) => Ops.Sigmoid(LogGamma(shape, alpha) - LogGamma(shape, alpha)); // g / (g + h).

    /// <summary>Shares along the last axis that sum to 1, of the Dirichlet distribution with all parameters alike.</summary>
    /// <inheritdoc cref="Beta" path="/param"/>
    public Tensor Dirichlet(Shape shape, Tensor alpha) => Ops.Softmax(LogGamma(shape, alpha));

    // Marsaglia and Tsang 2000, for alpha + 1, and what takes that to alpha (their note 6). Logarithms, since a small alpha's own numbers are no floats.
    private Tensor LogGamma(Shape shape, Tensor alpha)
    {
        Tensor d = alpha + (2.0 / 3);
        Tensor normal = Draw(Distribution.Normal, [Proposals, .. shape]), even = Uniform([Proposals, .. shape]);
        Tensor root = (normal * Ops.Rsqrt(d * 9)) + 1, isAbove = root > 0;
        Tensor cube = root * root * root, log = Ops.Log(Ops.Where(isAbove, cube, 1.0));
        Tensor isTaken = Ops.LogicalAnd(isAbove, Ops.Log(even) < (Ops.Square(normal) * 0.5) + (d * (1 - cube + log)));
        Tensor taken = Proposal(log, Proposals - 1);
        for (int index = Proposals - 2; index >= 0; index--) taken = Ops.Where(Proposal(isTaken, index), Proposal(log, index), taken);
        return Ops.Log(d) + taken + (Ops.Log(Ops.Maximum(Uniform(shape), LeastShare)) / alpha);

        static Tensor Proposal(Tensor all, int index) => Ops.Slice(all, 0, index, 1).Squeeze(0);
    }
}
