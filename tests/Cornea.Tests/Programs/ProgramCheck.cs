using Cornea.Compiler;
using Cornea.Cpu;
using Cornea.Graphs;
using Cornea.Graphs.Operations;
using Cornea.Lowering;

namespace Cornea.Tests.Programs;

/// <summary>
/// The law of random programs: run as written (values computed late, or each at once), compiled, with each pass alone, without fusion,
/// without shared memory and without writing in place, a program gives the same bits, value by value and variable by variable, in each of
/// several runs; a run that fails changes nothing; and each node gives what its reference loop gives.
/// </summary>
internal static class ProgramCheck
{
    private static readonly IReadOnlyList<(string Name, IPass[] Passes, LoweringOptions Options)> Variants =
    [
        ("no pass", [], new()),
        ("algebra alone", [new SimplifyAlgebra()], new()),
        ("constant folding alone", [new FoldConstants()], new()),
        ("common subexpressions alone", [new CommonSubexpressions()], new()),
        ("regions alone", [new ScanBodies()], new()),
        ("no fusion", [new SimplifyAlgebra(), new FoldConstants(), new CommonSubexpressions(), new ScanBodies()], new() { Fuse = false }),
        ("memory of its own for each value", [new SimplifyAlgebra(), new CommonSubexpressions(), new ScanBodies()], new() { ReuseMemory = false }),
        ("chains of rows", [new SimplifyAlgebra(), new CommonSubexpressions(), new ScanBodies()], new() { ChainBytes = 0, BandBytes = 1 << 10 }),
        ("groups of samples", [new SimplifyAlgebra(), new CommonSubexpressions(), new ScanBodies()], new() { LargeBytes = 1, GroupBytes = 1 }),
        ("assignments by copy", [new SimplifyAlgebra(), new CommonSubexpressions(), new ScanBodies()], new() { AssignInPlace = false }),
        ("nothing at all", [], new() { Fuse = false, ReuseMemory = false, AssignInPlace = false }),
    ];

    /// <summary>What the program does differently in two ways of running it; null where all agree.</summary>
    public static string? Disagreement(RandomProgram program, ulong seed)
    {
        try
        {
            return Compare(program, seed);
        }
        catch (ProgramRefusedException)
        {
            return null;
        }
    }

    private static string? Compare(RandomProgram program, ulong seed)
    {
        Execution late = new(program), forced = new(program, isForced: true), compiled = new(program);
        CompiledFunction function = Function.Compile(inputs => TensorList.Create(compiled.Run([.. inputs])), program.Inputs.Count);
        var held = new List<Tensor>();
        for (int run = 0; run < program.Runs; run++)
        {
            Tensor[] inputs = program.InputsOf(run);
            byte[][] before = Bytes(compiled);
            (byte[][]? results, Exception? error) = Run(compiled, () => function.RunAll(inputs), seed, run, refuses: run == 0);
            if (error is not null && !IsCheck(error)) return $"run {run}, compiled: {error}";
            byte[][] after = Bytes(compiled);
            if (error is not null && Difference(compiled, before, after) is { } changed) return $"run {run} fails ({error.Message}) but changes {changed}";
            if (run == 0 && Variant(program, seed, results, after, error) is { } variant) return variant;
            foreach ((Execution plain, string name) in new[] { (late, "values computed late"), (forced, "each value computed at once") })
            {
                (byte[][]? values, Exception? plainError) = Run(plain, () => TensorList.Create(plain.Run(inputs)), seed, run, refuses: false);
                if (plainError is not null && !IsCheck(plainError)) return $"run {run}, {name}: {plainError}";
                if (error is not null && plainError is null) return $"run {run}: compiled it fails ({error.Message}), with {name} it doesn't";
                if (error is null && plainError is null)
                {
                    if (Difference(program, results!, values!) is { } result) return $"run {run}, {name}: {result}";
                    if (Difference(compiled, after, Bytes(plain)) is { } state) return $"run {run}, {name}: {state}";
                }
                else
                {
                    // Outside of a trace, what came before a failure has happened.
                    Restore(plain, compiled);
                }
            }

            // A snapshot that is held makes the next run write to fresh memory; a value from outside makes what was prepared stale.
            if (run % 2 == 0) held.AddRange(compiled.Variables.Select(variable => variable.Value));
            Variable first = compiled.Variables[0];
            Tensor fresh = ProgramData.Of(first.Spec, run + 7);
            if (run == 1) foreach (Execution execution in new[] { late, forced, compiled }) execution.Variables[0].Assign(fresh);
        }

        GC.KeepAlive(held);
        return null;
    }

    // The graph itself: other passes, other lowerings, and node by node the reference.
    private static string? Variant(RandomProgram program, ulong seed, byte[][]? results, byte[][] state, Exception? error)
    {
        var execution = new Execution(program);
        RandomSeed.Set((int)seed);
        Tensor[] placeholders = [.. program.Inputs.Select(Tensor.Placeholder)];
        Graph graph;
        using (Trace trace = Trace.Begin())
        {
            Tensor[] outputs = execution.Run(placeholders);
            graph = new LowerComposites().Apply(GraphCapture.Traced(placeholders, outputs, trace));
        }

        Tensor[] inputs = program.InputsOf(0);
        foreach ((string name, IPass[] passes, LoweringOptions options) in Variants)
        {
            Graph changed = graph;
            foreach (IPass pass in passes)
            {
                changed = pass.Apply(changed);
                GraphVerifier.Check(changed, pass.Name);
            }

            // The bodies of loops are lowered as they stand: without their own passes, means would run in double precision there.
            if (!passes.Any(pass => pass is ScanBodies)) changed = new LowerBodies().Apply(changed);
            Storage[] parameters = [.. changed.Parameters.Select(parameter => ValueOf(parameter, placeholders, inputs, seed).Clone())];
            Storage[] values = [.. changed.Outputs.Select(output => Storage.Allocate(output.Spec.Bytes))];
            try
            {
                new CpuExecutor(options).Lower(changed).Run(parameters, values);
            }
            catch (Exception e)
            {
                if (!IsCheck(e)) return $"{name}: {e}";
                if (error is null && !graph.Nodes.Any(node => node.Op is Scan)) return $"{name}: fails ({e.Message}), as a whole it doesn't";
                if (error is null) return null; // Without its pass a loop also computes what nobody reads.
                continue;
            }

            if (error is not null) return $"{name}: doesn't fail, as a whole it does ({error.Message})";
            if (Difference(program, results!, [.. values.Select(BytesOf)]) is { } result) return $"{name}: {result}";
            int place = 0;
            foreach ((string label, Variable variable) in execution.State)
            {
                int parameter = changed.Parameters.ToList().FindIndex(parameter => ReferenceEquals(parameter.Tensor.Source, variable));
                if (parameter >= 0 && FirstDifference(variable.Spec, state[place], BytesOf(parameters[parameter])) is { } value) return $"{name}: {label} {value}";
                place++;
            }
        }

        return error is null ? NodeCheck.Disagreement(new LowerBodies().Apply(graph), parameter => ValueOf(parameter, placeholders, inputs, seed)) : null;
    }

    private static Storage ValueOf(Parameter parameter, Tensor[] placeholders, Tensor[] inputs, ulong seed)
    {
        if (parameter.Tensor.Draws is { } draws)
        {
            RandomSeed.Set((int)seed);
            (long first, long second) = RandomSeed.Take(draws.Count);
            return Storage.Of([first, second]);
        }

        int input = Array.FindIndex(placeholders, placeholder => ReferenceEquals(placeholder, parameter.Tensor));
        return input >= 0 ? inputs[input].Evaluate() : parameter.Tensor.Source is { } variable ? variable.Storage : Evaluator.ValueOf(parameter.Tensor);
    }

    private static (byte[][]? Values, Exception? Error) Run(Execution execution, Func<TensorList> body, ulong seed, int run, bool refuses)
    {
        RandomSeed.Set((int)seed + run);
        try
        {
            TensorList results = body();
            Evaluator.Evaluate([.. results]);
            return ([.. results.Select(result => BytesOf(result.Storage!))], null);
        }
        catch (Exception e) when (refuses && e is ShapeException or NotSupportedException)
        {
            throw new ProgramRefusedException();
        }
        catch (Exception e)
        {
            return (null, e);
        }
    }

    // An index out of its range, a matrix without an inverse.
    private static bool IsCheck(Exception e) => e is ArgumentException and not ShapeException && e.Message.EndsWith("Nothing was changed.", StringComparison.Ordinal);

    private static void Restore(Execution to, Execution from)
    {
        foreach (((string _, Variable target), (string _, Variable source)) in to.State.Zip(from.State)) target.Assign(source.Value);
    }

    private static byte[][] Bytes(Execution execution) => [.. execution.State.Select(state => BytesOf(state.Variable.Storage))];

    private static byte[] BytesOf(Storage storage)
    {
        byte[] bytes = storage.Span<byte>().ToArray();
        GC.KeepAlive(storage);
        return bytes;
    }

    private static string? Difference(RandomProgram program, byte[][] expected, byte[][] actual)
    {
        TensorSpec[] specs = program.ResultSpecs;
        for (int index = 0; index < expected.Length; index++)
            if (FirstDifference(specs[index], expected[index], actual[index]) is { } difference)
                return $"result {ProgramPrinter.Name(program.Body.Results[index])} {difference}";
        return null;
    }

    private static string? Difference(Execution execution, byte[][] expected, byte[][] actual)
    {
        int index = 0;
        foreach ((string name, Variable variable) in execution.State)
        {
            if (FirstDifference(variable.Spec, expected[index], actual[index]) is { } difference) return $"{name} {difference}";
            index++;
        }

        return null;
    }

    // NaN is NaN whatever its bits: which operand's an addition passes on is the processor's affair.
    internal static string? FirstDifference(TensorSpec spec, byte[] expected, byte[] actual)
    {
        if (expected.AsSpan().SequenceEqual(actual)) return null;
        double[] a = Numbers(expected), b = Numbers(actual);
        for (int index = 0; index < a.Length; index++)
            if (BitConverter.DoubleToInt64Bits(a[index]) != BitConverter.DoubleToInt64Bits(b[index]) && !(double.IsNaN(a[index]) && double.IsNaN(b[index])))
                return $"{spec} at {index}: {a[index]:R} compiled, {b[index]:R} here";
        return null;

        double[] Numbers(byte[] bytes) => Tensor.Of(Storage.Of<byte>(bytes), spec).ToArray<double>();
    }

    private sealed class ProgramRefusedException : Exception;
}
