using CsCheck;
using Cornea.Graphs;

namespace Cornea.Tests.Programs;

/// <summary>Makes random programs, statement by statement; what doesn't fit the shapes is given up and another one tried.</summary>
internal sealed partial class ProgramGenerator
{
    private const int MostElements = 300;
    private static readonly int[] Sizes = [1, 1, 2, 2, 3, 3, 4, 5, 7, 8, 16, 17, 33];

    private readonly PCG _random;
    private readonly List<ProgramVariable> _variables = [];
    private readonly List<TensorSpec> _inputs = [];
    private readonly DType _real; // Double-precision programs have no other real numbers: one alone would decide where a whole plan runs.
    private Execution _execution = null!;
    private List<(int Id, TensorSpec Spec)> _known = []; // What the block under way may read.
    private List<Statement> _statements = [];
    private int _count;
    private int _depth;
    private bool _inChoice;
    private bool _mayFail;

    private ProgramGenerator(ulong seed)
    {
        _random = new PCG((uint)(seed >> 32) + 1, (seed * 0x9E3779B97F4A7C15) ^ 20260101);
        _real = Chance(0.04) ? DType.Float64 : DType.Float32;
    }

    /// <summary>The program of a number.</summary>
    public static RandomProgram Make(ulong seed) => new ProgramGenerator(seed).Program();

    private RandomProgram Program()
    {
        int variables = Int(1, 3), inputs = Int(1, 3);
        for (int index = 0; index < variables; index++)
        {
            bool isReal = Chance(0.8);
            _variables.Add(new ProgramVariable(new TensorSpec(SmallShape(), isReal ? _real : Chance(0.5) ? DType.Int32 : AnyType()), Chance(0.8), Int(1, 1 << 20)));
        }

        for (int index = 0; index < inputs; index++) _inputs.Add(new TensorSpec(SmallShape(), Chance(0.75) ? _real : AnyType()));
        var program = new RandomProgram(_variables, _inputs, new Block([], [], []), 3);
        _execution = new Execution(program);
        using Trace trace = Trace.Begin();
        int[] parameters = [.. _inputs.Select(spec => Add(Tensor.Placeholder(spec)))];
        AddStatements(Int(3, 14));
        Block body = new(parameters, _statements, Results(Int(1, 4), _ => true));
        return program with { Body = body };
    }

    private void AddStatements(int count)
    {
        int before = _statements.Count;
        for (int attempt = 0; attempt < count * 4 && _statements.Count - before < count; attempt++)
        {
            int statements = _statements.Count, known = _known.Count;
            try
            {
                Action kind = Kinds[Index(Kinds.Length)](this);
                kind();
            }
            catch (Exception e) when (e is ShapeException or NotSupportedException or ArgumentException)
            {
                _statements.RemoveRange(statements, _statements.Count - statements);
                _known.RemoveRange(known, _known.Count - known);
            }
        }
    }

    // A block of its own, which may read what is known outside.
    private Block Inner(TensorSpec[] parameters, int count, Func<int[]> results)
    {
        (List<Statement> statements, int known) = (_statements, _known.Count);
        _statements = [];
        _depth++;
        try
        {
            using Trace trace = Trace.BeginStep([]);
            int[] numbers = [.. parameters.Select(spec => Add(Tensor.RegionParameter(spec)))];
            AddStatements(count);
            int[] given = results();
            return new Block(numbers, _statements, given);
        }
        finally
        {
            _depth--;
            _statements = statements;
            _known.RemoveRange(known, _known.Count - known);
        }
    }

    private void AddCall(string text, int[] inputs, Func<Tensor[], IReadOnlyList<Tensor>> body)
    {
        IReadOnlyList<Tensor> outputs = body([.. inputs.Select(input => _execution.Values[input])]);
        if (outputs.Any(output => output.Shape.ElementCount > MostElements || (output.DType.IsFloating && output.DType != _real)))
            throw new ShapeException("Too large, or of another precision.");
        _statements.Add(new Call(text, inputs, [.. outputs.Select(Add)], body));
    }

    private void AddCall(string text, int[] inputs, Func<Tensor[], Tensor> body) => AddCall(text, inputs, given => (IReadOnlyList<Tensor>)[body(given)]);

    private void AddState(string text, int[] inputs, Func<Execution, Tensor[], IReadOnlyList<Tensor>> body)
    {
        IReadOnlyList<Tensor> outputs = body(_execution, [.. inputs.Select(input => _execution.Values[input])]);
        _statements.Add(new StateCall(text, inputs, [.. outputs.Select(Add)], body));
    }

    private void AddStatement(Statement statement)
    {
        IReadOnlyList<Tensor> outputs = statement.Run(_execution);
        if (outputs.Any(output => output.Shape.ElementCount > MostElements)) throw new ShapeException("Too large.");
        _statements.Add(statement);
        for (int index = 0; index < outputs.Count; index++)
        {
            _execution.Values[statement.Outputs[index]] = outputs[index];
            _known.Add((statement.Outputs[index], outputs[index].Spec));
        }
    }

    private int Add(Tensor tensor)
    {
        int number = _count++;
        _execution.Values[number] = tensor;
        _known.Add((number, tensor.Spec));
        return number;
    }

    private int[] Results(int count, Func<TensorSpec, bool> fits)
    {
        int[] candidates = [.. _known.Where(value => fits(value.Spec)).Select(value => value.Id)];
        if (candidates.Length == 0) candidates = [Constant(new TensorSpec([2], _real))];
        return [.. Enumerable.Range(0, count).Select(_ => candidates[Recent(candidates.Length)]).Distinct()];
    }

    // ── Values to compute with ──

    private TensorSpec SpecOf(int value) => _execution.Values[value].Spec;

    private Shape ShapeOf(int value) => _execution.Values[value].Shape;

    private int Any(Func<TensorSpec, bool> fits) =>
        _known.Where(value => fits(value.Spec)).Select(value => value.Id).ToArray() is { Length: > 0 } found && Chance(0.93)
            ? found[Recent(found.Length)]
            : throw new ShapeException("Nothing fits.");

    private int Real(Func<Shape, bool>? fits = null)
    {
        int[] found = [.. _known.Where(value => value.Spec.DType == _real && (fits is null || fits(value.Spec.Shape))).Select(value => value.Id)];
        return found.Length > 0 && Chance(0.95) ? found[Recent(found.Length)] : fits is null ? Constant(new TensorSpec(SmallShape(), _real)) : throw new ShapeException("Nothing fits.");
    }

    /// <summary>A value of just this kind: there already, or made.</summary>
    private int Of(TensorSpec spec)
    {
        int[] found = [.. _known.Where(value => value.Spec == spec).Select(value => value.Id)];
        if (found.Length > 0 && Chance(0.7)) return found[Recent(found.Length)];
        int[] others = [.. _known.Where(value => value.Spec.DType == spec.DType && value.Spec.Shape.ElementCount == spec.Shape.ElementCount).Select(value => value.Id)];
        if (others.Length > 0 && Chance(0.5))
        {
            int other = others[Recent(others.Length)];
            AddCall($"Ops.Reshape({{0}}, {ProgramPrinter.Shape(spec.Shape)})", [other], x => x[0].Reshape(spec.Shape));
            return _known[^1].Id;
        }

        return Constant(spec);
    }

    private int Constant(TensorSpec spec)
    {
        int kind = Int(0, 5), seed = Int(1, 1 << 20);
        string shape = ProgramPrinter.Shape(spec.Shape);
        if (kind == 0 && spec.DType == DType.Float32) AddCall($"RandomOps.Uniform({shape}, seed: {seed})", [], _ => RandomOps.Uniform(spec.Shape, seed: seed));
        else if (kind == 1 && spec.DType == DType.Float32 && !_inChoice) AddCall($"RandomOps.Normal({shape})", [], _ => RandomOps.Normal(spec.Shape));
        else if (kind == 2)
        {
            double number = spec.DType == DType.Bool ? 1 : Int(0, 3);
            AddCall($"Ops.Full({shape}, {number}, DType.{spec.DType})", [], _ => Ops.Full(spec.Shape, number, spec.DType));
        }
        else
        {
            Tensor value = ProgramData.Of(spec, seed);
            _ = value.Evaluate();
            AddCall(ProgramPrinter.Constant(value).Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal), [], _ => value);
        }

        return _known[^1].Id;
    }

    private Shape SmallShape(int least = 0, int most = 3)
    {
        int rank = Int(least, most);
        var sizes = new int[rank];
        long count = 1;
        for (int axis = 0; axis < rank; axis++)
        {
            sizes[axis] = Sizes[Index(Sizes.Length)];
            if (count * sizes[axis] > MostElements / 2) sizes[axis] = 2;
            if (Chance(0.004)) sizes[axis] = 0;
            count *= sizes[axis];
        }

        return new Shape(sizes);
    }

    private DType AnyType() => Index(6) switch
    {
        0 or 1 => _real,
        2 => DType.Int32,
        3 => DType.Int64,
        4 => DType.UInt8,
        _ => DType.Bool,
    };

    // ── Chance ──

    // Whether to make something that may fail when the program runs: then nothing may be changed. Not in a choice, which is computed both ways
    // where it isn't known.
    private bool MayFail(double share)
    {
        bool mayFail = !_inChoice && Chance(share);
        _mayFail |= mayFail;
        return mayFail;
    }

    private int Int(int low, int high) => Gen.Int[low, high].Generate(_random, null!, out _);

    private int Index(int count) => Int(0, count - 1);

    // Later values are more likely, so that chains arise.
    private int Recent(int count) => Math.Max(Index(count), Index(count));

    private bool Chance(double share) => Int(0, 999) < share * 1000;
}
