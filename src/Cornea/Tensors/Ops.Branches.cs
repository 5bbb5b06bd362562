using Cornea.Graphs;

namespace Cornea;

// Choices between functions.
public static partial class Ops
{
    /// <summary>One function's result or another's.</summary>
    /// <param name="pred">One truth value.</param>
    /// <param name="trueFn">What is computed where it holds.</param>
    /// <param name="falseFn">What is computed where it doesn't.</param>
    /// <remarks>
    /// Where the truth value is known, only one function is called. In a traced function or a model it isn't yet: both are computed, one
    /// result is taken, and a variable that a function assigns keeps its value where the other one counts.
    /// </remarks>
    /// <exception cref="ShapeException">The results differ in shape, or there is more than one truth value.</exception>
    public static Tensor Cond(Tensor pred, Func<Tensor> trueFn, Func<Tensor> falseFn)
    {
        ArgumentNullException.ThrowIfNull(trueFn);
        ArgumentNullException.ThrowIfNull(falseFn);
        return Cond(pred, () => (TensorList)trueFn(), () => (TensorList)falseFn())[0];
    }

    /// <summary>As <see cref="Cond(Tensor, Func{Tensor}, Func{Tensor})"/>, with several results.</summary>
    public static TensorList Cond(Tensor pred, Func<TensorList> trueFn, Func<TensorList> falseFn)
    {
        ArgumentNullException.ThrowIfNull(pred);
        ArgumentNullException.ThrowIfNull(trueFn);
        ArgumentNullException.ThrowIfNull(falseFn);
        Tensor holds = Truth(pred, "Cond: pred");
        return Choose(holds.Cast(DType.Int32), [falseFn, trueFn], "Cond");
    }

    /// <summary>The result of one of several functions.</summary>
    /// <param name="index">Which: 0 for the first; what is below or above counts as the first or the last.</param>
    /// <param name="branches">The functions of the operands.</param>
    /// <param name="operands">What the function is given.</param>
    /// <remarks>As with <see cref="Cond(Tensor, Func{Tensor}, Func{Tensor})"/>, all are computed where the index isn't known yet.</remarks>
    public static Tensor Switch(Tensor index, IReadOnlyList<Func<TensorList, Tensor>> branches, params ReadOnlySpan<Tensor> operands)
    {
        ArgumentNullException.ThrowIfNull(branches);
        return Switch(index, [.. branches.Select(branch => (Func<TensorList, TensorList>)(given => branch(given)))], operands)[0];
    }

    /// <summary>As <see cref="Switch(Tensor, IReadOnlyList{Func{TensorList, Tensor}}, ReadOnlySpan{Tensor})"/>, with several results.</summary>
    public static TensorList Switch(Tensor index, IReadOnlyList<Func<TensorList, TensorList>> branches, params ReadOnlySpan<Tensor> operands)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(branches);
        if (branches.Count == 0) throw new ArgumentException("Switch: expected at least one function, got none.", nameof(branches));
        if (!index.Shape.IsKnown || index.Shape.ElementCount != 1) throw new ShapeException($"Switch: index must be one number, got {index.Shape}.");
        TensorList given = TensorList.Create(operands);
        Tensor which = Minimum(Maximum(index.Reshape([]).Cast(DType.Int32), 0), branches.Count - 1);
        return Choose(which, [.. branches.Select(branch => (Func<TensorList>)(() => branch(given)))], "Switch");
    }

    private static TensorList Choose(Tensor which, Func<TensorList>[] branches, string who)
    {
        if (which.Storage is not null || (Graphs.Trace.Current is null && Evaluator.CanEvaluate(which))) return branches[which.ToScalar<int>()]();
        return Graphs.Trace.Eagerly(() => Select(which, branches, who), static results => results);
    }

    private static TensorList Select(Tensor which, Func<TensorList>[] branches, string who)
    {
        var results = new TensorList[branches.Length];
        var assigned = new Dictionary<Variable, Tensor>[branches.Length];
        for (int index = 0; index < branches.Length; index++)
        {
            using Graphs.Trace trace = Graphs.Trace.BeginBranch();
            results[index] = branches[index]();
            assigned[index] = trace.Assignments.ToDictionary(pair => pair.Variable, pair => pair.Value);
        }

        foreach (TensorList list in results)
            if (!list.Select(tensor => tensor.Spec).SequenceEqual(results[0].Select(tensor => tensor.Spec)))
                throw new ShapeException($"{who}: the functions must give tensors of the same shapes and dtypes, got {Specs(results[0])} and {Specs(list)}.");
        foreach (Variable variable in assigned.SelectMany(values => values.Keys).Distinct())
            variable.Assign(Take([.. assigned.Select(values => values.GetValueOrDefault(variable, variable.Value))]));
        return TensorList.Create([.. results[0].Select((_, place) => Take([.. results.Select(list => list[place])]))]);

        Tensor Take(Tensor[] values)
        {
            Tensor taken = values[0];
            for (int index = 1; index < values.Length; index++) taken = Where(Equal(which, index), values[index], taken);
            return taken;
        }

        static string Specs(TensorList list) => string.Join(", ", list.Select(tensor => tensor.Spec));
    }
}
