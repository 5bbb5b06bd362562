using Cornea.Graphs;

namespace Cornea;

// Loops over functions of one step, which stay one operation however many steps there are.
public static partial class Ops
{
    /// <summary>Runs a function step by step along the first axis, handing a value from each step to the next.</summary>
    /// <param name="f">From (carry, this step's part of xs) to (next carry, output). Traced, not called for each step.</param>
    /// <param name="init">The carry before the first step; it keeps its shape and dtype.</param>
    /// <param name="xs">What the steps go along: [steps, …].</param>
    /// <param name="length">The number of steps; must be that of xs where given.</param>
    /// <param name="reverse">Whether the last step comes first; the outputs stand in the order of xs all the same.</param>
    /// <param name="unroll">At least 1. The results don't depend on it, and here nothing else does.</param>
    /// <returns>The carry after the last step, and the outputs [steps, …].</returns>
    /// <exception cref="ShapeException">The carry's shape or dtype changes, or sequences differ in length.</exception>
    public static (Tensor Carry, Tensor Outputs) Scan(
        Func<Tensor, Tensor, (Tensor Carry, Tensor Output)> f, Tensor init, Tensor xs, int? length = null, bool reverse = false, int unroll = 1)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(init);
        ArgumentNullException.ThrowIfNull(xs);
        (TensorList carry, TensorList outputs) = Scan(
            (carries, slices) =>
            {
                (Tensor next, Tensor output) = f(carries[0], slices[0]);
                return (next, output);
            },
            init, (TensorList)xs, length, reverse, unroll);
        return (carry[0], outputs[0]);
    }

    /// <summary>As <see cref="Scan(Func{Tensor, Tensor, ValueTuple{Tensor, Tensor}}, Tensor, Tensor, int?, bool, int)"/>, with several carries, sequences and outputs, or none.</summary>
    /// <param name="f">From (carries, this step's parts of xs) to (next carries, outputs). Traced, not called for each step.</param>
    /// <param name="init">The carries before the first step; they keep their shapes and dtypes.</param>
    /// <param name="xs">What the steps go along, each [steps, …]; null for steps that differ by their carries only.</param>
    /// <param name="length">The number of steps; needed where there are no sequences.</param>
    /// <param name="reverse">Whether the last step comes first; the outputs stand in the order of xs all the same.</param>
    /// <param name="unroll">At least 1. The results don't depend on it, and here nothing else does.</param>
    /// <returns>The carries after the last step, and the outputs, each [steps, …].</returns>
    /// <exception cref="ArgumentException">The number of steps isn't given by anything, or unroll is below 1.</exception>
    /// <exception cref="ShapeException">A carry's shape or dtype changes, or sequences differ in length.</exception>
    public static (TensorList Carry, TensorList Outputs) Scan(
        Func<TensorList, TensorList, (TensorList Carry, TensorList Outputs)> f, TensorList init, TensorList? xs = null, int? length = null,
        bool reverse = false, int unroll = 1)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(init);
        if (unroll < 1) throw new ArgumentException($"Scan: expected unroll of at least 1, got {unroll}.", nameof(unroll));
        IReadOnlyList<Tensor> sequences = xs is null ? [] : [.. xs];
        int steps = StepCount(sequences, length);
        StepResults results = StepTrace.Scan(
            (carries, slices) =>
            {
                (TensorList next, TensorList outputs) = f(carries, slices);
                if (next.Count != init.Count) throw new ArgumentException($"Scan: f was given {init.Count} carries but returns {next.Count}.", nameof(f));
                return new StepResults([.. next.Select((carry, index) => Adapted(carry, carries[index]))], [.. outputs]);
            },
            [.. init], sequences, steps, reverse);
        return (TensorList.Create([.. results.Carries]), TensorList.Create([.. results.Outputs]));
    }

    /// <summary>A function of each part along the first axis, stacked.</summary>
    /// <param name="f">From a part [ … ] to its result. Traced, not called for each part.</param>
    /// <param name="xs">The parts: [parts, …].</param>
    /// <returns>[parts, …].</returns>
    public static Tensor Map(Func<Tensor, Tensor> f, Tensor xs)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(xs);
        return Map((TensorList parts) => f(parts[0]), (TensorList)xs)[0];
    }

    /// <summary>As <see cref="Map(Func{Tensor, Tensor}, Tensor)"/>, with several tensors that are gone along together.</summary>
    public static TensorList Map(Func<TensorList, TensorList> f, TensorList xs)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(xs);
        if (xs.Count == 0) throw new ArgumentException("Map: expected at least one tensor, got none.", nameof(xs));
        return Scan((_, parts) => ([], f(parts)), [], xs).Outputs;
    }

    /// <summary>As <see cref="Map(Func{Tensor, Tensor}, Tensor)"/>, for a function whose parts don't depend on each other: the results are the same.</summary>
    /// <param name="function">From a part to its result. Traced, not called for each part.</param>
    /// <param name="elements">The parts: [parts, …].</param>
    public static Tensor VectorizedMap(Func<Tensor, Tensor> function, Tensor elements) => Map(function, elements);

    /// <summary>As <see cref="VectorizedMap(Func{Tensor, Tensor}, Tensor)"/>, with several tensors that are gone along together.</summary>
    public static TensorList VectorizedMap(Func<TensorList, TensorList> function, TensorList elements) => Map(function, elements);

    /// <summary>Runs a function for each whole number from lower up to but without upper, handing a value on.</summary>
    /// <param name="lower">The first number.</param>
    /// <param name="upper">One past the last number.</param>
    /// <param name="bodyFun">From (the number, int32; the value) to the next value. Traced, not called for each number.</param>
    /// <param name="initVal">The value before the first number, which is the result if there is none; it keeps its shape and dtype.</param>
    public static Tensor ForiLoop(int lower, int upper, Func<Tensor, Tensor, Tensor> bodyFun, Tensor initVal)
    {
        ArgumentNullException.ThrowIfNull(bodyFun);
        ArgumentNullException.ThrowIfNull(initVal);
        return ForiLoop(lower, upper, (number, values) => bodyFun(number, values[0]), (TensorList)initVal)[0];
    }

    /// <summary>As <see cref="ForiLoop(int, int, Func{Tensor, Tensor, Tensor}, Tensor)"/>, with several values.</summary>
    public static TensorList ForiLoop(int lower, int upper, Func<Tensor, TensorList, TensorList> bodyFun, TensorList initVal)
    {
        ArgumentNullException.ThrowIfNull(bodyFun);
        ArgumentNullException.ThrowIfNull(initVal);
        return upper <= lower ? initVal
            : Scan((values, number) => (bodyFun(number[0], values), []), initVal, (TensorList)Arange(lower, upper, dtype: DType.Int32)).Carry;
    }

    /// <summary>Runs a function as long as a condition holds.</summary>
    /// <param name="cond">From the values to one truth value.</param>
    /// <param name="body">From the values to the next ones.</param>
    /// <param name="loopVars">The first values; they keep their shapes and dtypes.</param>
    /// <param name="maximumIterations">The loop ends after so many times at the latest.</param>
    /// <returns>The first values for which the condition doesn't hold, or those after the last time.</returns>
    /// <remarks>
    /// Where values are known, each condition is computed when it's needed. In a traced function or a model they aren't: there
    /// maximumIterations is needed, that many steps are computed, and those after the end of the loop change nothing.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The condition can't be computed yet, and there are no maximumIterations.</exception>
    public static TensorList WhileLoop(
        Func<TensorList, Tensor> cond, Func<TensorList, TensorList> body, TensorList loopVars, int? maximumIterations = null)
    {
        ArgumentNullException.ThrowIfNull(cond);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(loopVars);
        if (maximumIterations < 0) throw new ArgumentException($"WhileLoop: expected maximumIterations of at least 0, got {maximumIterations}.", nameof(maximumIterations));
        if (Graphs.Trace.Current is null && loopVars.All(Evaluator.CanEvaluate)) return WhileKnown(cond, body, loopVars, maximumIterations);
        if (maximumIterations is not { } most)
            throw new InvalidOperationException("WhileLoop: in a traced function the number of times isn't known; give maximumIterations.");
        TensorList results = Scan(
            (carries, _) =>
            {
                TensorList values = TensorList.Create([.. carries.Skip(1)]);
                Tensor goes = LogicalAnd(carries[0], Truth(cond(values), "WhileLoop: cond"));
                TensorList next = body(values);
                if (next.Count != values.Count) throw new ArgumentException($"WhileLoop: body was given {values.Count} values but returns {next.Count}.", nameof(body));
                return (TensorList.Create([goes, .. next.Select((value, index) => Where(goes, Adapted(value, values[index]), values[index]))]), []);
            },
            TensorList.Create([Ones([], DType.Bool), .. loopVars]), length: most).Carry;
        return TensorList.Create([.. results.Skip(1)]);
    }

    /// <summary>As <see cref="WhileLoop(Func{TensorList, Tensor}, Func{TensorList, TensorList}, TensorList, int?)"/>, with one value.</summary>
    public static Tensor WhileLoop(Func<Tensor, Tensor> cond, Func<Tensor, Tensor> body, Tensor loopVars, int? maximumIterations = null)
    {
        ArgumentNullException.ThrowIfNull(cond);
        ArgumentNullException.ThrowIfNull(body);
        ArgumentNullException.ThrowIfNull(loopVars);
        return WhileLoop((TensorList values) => cond(values[0]), values => body(values[0]), (TensorList)loopVars, maximumIterations)[0];
    }

    /// <summary>f over all elements up to and with each one, for an f that may be grouped at will, such as a sum: in about log₂(elements) rounds.</summary>
    /// <param name="f">Joins two tensors of equal shapes, element by element along the axis: f(a, f(b, c)) = f(f(a, b), c).</param>
    /// <param name="elems">What is gone along.</param>
    /// <param name="reverse">Whether it's from each element to the end.</param>
    /// <param name="axis">Along which axis.</param>
    public static Tensor AssociativeScan(Func<Tensor, Tensor, Tensor> f, Tensor elems, bool reverse = false, int axis = 0)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(elems);
        return AssociativeScan((a, b) => f(a[0], b[0]), (TensorList)elems, reverse, axis)[0];
    }

    /// <summary>As <see cref="AssociativeScan(Func{Tensor, Tensor, Tensor}, Tensor, bool, int)"/>, for elements made of several tensors.</summary>
    /// <exception cref="ShapeException">The tensors differ in length along the axis.</exception>
    public static TensorList AssociativeScan(Func<TensorList, TensorList, TensorList> f, TensorList elems, bool reverse = false, int axis = 0)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(elems);
        if (elems.Count == 0) throw new ArgumentException("AssociativeScan: expected at least one tensor, got none.", nameof(elems));
        int[] axes = [.. elems.Select(tensor => tensor.Shape.Axis(axis, "AssociativeScan"))];
        int count = elems[0].Shape[axes[0]];
        for (int index = 1; index < elems.Count; index++)
            if (elems[index].Shape[axes[index]] != count)
                throw new ShapeException($"AssociativeScan: expected tensors of one length along axis {axis}, got {elems[0].Shape} and {elems[index].Shape}.");
        if (count == Shape.Unknown) throw new ShapeException($"AssociativeScan: the size of axis {axis} of {elems[0].Shape} must be known.");
        Tensor[] given = [.. reverse ? elems.Select((tensor, index) => Flip(tensor, axes[index])) : elems];
        Tensor[] results = Prefixes(f, given, axes);
        return TensorList.Create([.. reverse ? results.Select((tensor, index) => Flip(tensor, axes[index])) : results]);
    }

    // Neighbours are joined and the pairs' prefixes found; those at even places are a pair's prefix and one element more.
    private static Tensor[] Prefixes(Func<TensorList, TensorList, TensorList> f, Tensor[] elements, int[] axes)
    {
        int count = elements[0].Shape[axes[0]];
        if (count < 2) return elements;
        Tensor[] evens = Parts(elements, 0, (count + 1) / 2, 2), odds = Parts(elements, 1, count / 2, 2);
        Tensor[] pairs = [.. f(Parts(evens, 0, count / 2, 1), odds)];
        Tensor[] atOdds = Prefixes(f, pairs, axes);
        int later = evens[0].Shape[axes[0]] - 1;
        Tensor[] atEvens = later == 0 ? [] : [.. f(Parts(atOdds, 0, later, 1), Parts(evens, 1, later, 1))];
        return [.. elements.Select((_, index) =>
        {
            int axis = axes[index];
            Tensor even = Slice(evens[index], axis, 0, 1);
            if (later > 0) even = Concatenate([even, atEvens[index]], axis);
            Tensor odd = atOdds[index];
            Tensor? last = count % 2 == 0 ? null : Slice(even, axis, later, 1);
            if (last is not null) even = Slice(even, axis, 0, later);
            Tensor woven = Stack([even, odd], axis + 1).Reshape(even.Shape.With(axis, 2 * odd.Shape[axis]));
            return last is null ? woven : Concatenate([woven, last], axis);
        })];

        Tensor[] Parts(Tensor[] tensors, int start, int size, int step) =>
            [.. tensors.Select((tensor, index) => Along(tensor, axes[index], start, size, step))];
    }

    private static Tensor Along(Tensor x, int axis, int start, int size, int step)
    {
        Shape starts = new Shape(new int[x.Rank]).With(axis, start);
        var steps = new Graphs.Operations.SliceSteps([.. Enumerable.Range(0, x.Rank).Select(place => place == axis ? step : 1)]);
        return Node.Emit(new Graphs.Operations.Slice(starts, x.Shape.With(axis, size), steps), x)[0];
    }

    private static TensorList WhileKnown(Func<TensorList, Tensor> cond, Func<TensorList, TensorList> body, TensorList values, int? most)
    {
        for (int count = 0; most is null || count < most; count++)
        {
            if (Truth(cond(values), "WhileLoop: cond").Cast(DType.Int32).ToScalar<int>() == 0) break;
            TensorList next = body(values);
            if (next.Count != values.Count) throw new ArgumentException($"WhileLoop: body was given {values.Count} values but returns {next.Count}.", nameof(body));
            TensorList given = values;
            values = TensorList.Create([.. next.Select((value, index) => Same(Adapted(value, given[index]), given[index], index))]);
            Evaluator.Evaluate([.. values]);
        }

        return values;

        static Tensor Same(Tensor value, Tensor given, int index) => value.Spec == given.Spec ? value
            : throw new ShapeException($"WhileLoop: value {index} begins as {given.Spec} but body makes {value.Spec} of it; they must agree.");
    }

    private static int StepCount(IReadOnlyList<Tensor> sequences, int? length)
    {
        int? count = length;
        if (length < 0) throw new ArgumentException($"Scan: expected a length of at least 0, got {length}.", nameof(length));
        foreach (Tensor sequence in sequences)
        {
            if (sequence.Rank == 0) throw new ShapeException("Scan: expected sequences with a first axis to go along, got a scalar.");
            int steps = sequence.Shape[0];
            if (count is { } known && known != steps)
                throw new ShapeException($"Scan: expected sequences of {known} steps, got {sequence.Shape}.");
            count = steps;
        }

        return count ?? throw new ArgumentException("Scan: expected xs or a length, got neither.", nameof(length));
    }

    // A number that a step gives takes the dtype, and the shape, of what it takes the place of.
    private static Tensor Adapted(Tensor value, Tensor like) => value.Literal is { } number ? Full(like.Shape, number, like.DType) : value;

    private static Tensor Truth(Tensor value, string who) => value.Shape.IsKnown && value.Shape.ElementCount == 1 ? value.Reshape([]).Cast(DType.Bool)
        : throw new ShapeException($"{who} must give one truth value, got {value.Shape}.");
}
