using Cornea.Graphs.Operations;

namespace Cornea.Graphs;

/// <summary>A graph being emitted on this thread: what each variable's latest value is, and which were assigned.</summary>
/// <remarks>
/// While a trace is open, reading a variable gives the trace's latest value of it and assigning supersedes that, so a layer called twice
/// has a defined result. A trace for compiling reads variables symbolically; an eager one reads the values of this moment, and
/// <see cref="Commit"/> computes and publishes what was assigned, all together. Draws without a seed are counted: those of a trace for
/// compiling are taken by each run, those of an eager one now.
/// </remarks>
internal sealed class Trace : IDisposable
{
    [ThreadStatic]
    private static Trace? _current;

    private readonly Trace? _outer;
    private readonly bool _isRegion;
    private readonly Dictionary<Variable, Tensor> _first = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Variable, Tensor> _values = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Variable, Tensor> _readings = new(ReferenceEqualityComparer.Instance);
    private readonly List<Variable> _assigned = [];
    private readonly HashSet<Variable> _isAssigned = new(ReferenceEqualityComparer.Instance);
    private readonly bool _drawsBySteps;

    private Trace(Trace? outer, bool isEager, bool isRegion = false, bool drawsBySteps = false)
    {
        _outer = outer;
        IsEager = isEager;
        _isRegion = isRegion;
        _drawsBySteps = drawsBySteps;
    }

    public static Trace? Current => _current;

    /// <summary>True where variables are read as they stand now, and what is assigned is computed as soon as the trace ends.</summary>
    public bool IsEager { get; }

    /// <summary>The variables that were assigned, in the order of their first assignment, with the values they are left with.</summary>
    public IEnumerable<(Variable Variable, Tensor Value)> Assignments => _assigned.Select(variable => (variable, _values[variable]));

    /// <summary>The draws without a seed that a run or, in a loop, a step takes; null where there are none.</summary>
    public Draws? Draws { get; private set; }

    /// <summary>Opens a trace whose graph will be compiled.</summary>
    public static Trace Begin() => _current = new Trace(_current, isEager: false);

    /// <summary>Opens a trace for a region inside the present one, which must be open: variables have the values they have there.</summary>
    public static Trace BeginBranch() => BeginRegion(drawsBySteps: false);

    /// <summary>
    /// Opens a trace for the step of a loop inside the present one, which must be open: variables have the values they have there, except
    /// those that go from step to step. <see cref="Draws"/> are those of one step.
    /// </summary>
    public static Trace BeginStep(IEnumerable<(Variable Variable, Tensor Inside)> carried)
    {
        Trace trace = BeginRegion(drawsBySteps: true);
        foreach ((Variable variable, Tensor inside) in carried) trace._values[variable] = inside;
        return trace;
    }

    /// <summary>
    /// Runs something that may assign variables outside of any trace: its results and assignments are computed as one plan if there are
    /// assignments, and stay lazy otherwise. Inside a trace it is part of that trace.
    /// </summary>
    public static T Eagerly<T>(Func<T> body, Func<T, IEnumerable<Tensor>> results)
    {
        if (_current is not null) return body();
        using Trace trace = _current = new Trace(null, isEager: true);
        T result = body();
        if (trace._assigned.Count > 0) trace.Commit(results(result));
        return result;
    }

    /// <summary>The key of a draw without a seed, another one each time and in each run; behind it so many more stay free.</summary>
    public static Tensor Draw(long count = 1)
    {
        Trace? trace = _current;
        while (trace is { _isRegion: true, _drawsBySteps: false }) trace = trace._outer;
        return trace is null or { IsEager: true } ? Draws.KeyOf(RandomSeed.Take(count)) : (trace.Draws ??= new Draws()).Take(count);
    }

    public Tensor Read(Variable variable)
    {
        if (!_readings.TryGetValue(variable, out Tensor? reading))
        {
            reading = _values.TryGetValue(variable, out Tensor? value) ? Reread(variable, value)
                : _isRegion ? _outer!.Read(variable)
                : First(variable);
            _readings[variable] = reading;
        }

        return reading;
    }

    public void Assign(Variable variable, Tensor value)
    {
        if (_isAssigned.Add(variable)) _assigned.Add(variable);
        _values[variable] = value;
        _readings.Remove(variable);
    }

    public void Dispose() => _current = _outer;

    private static Trace BeginRegion(bool drawsBySteps) => _current = new Trace(
        _current ?? throw new InvalidOperationException("A region needs a trace around it."), isEager: false, isRegion: true, drawsBySteps);

    // What the variable was when the trace began.
    private Tensor First(Variable variable)
    {
        if (_isRegion) return _outer!.First(variable);
        if (!_first.TryGetValue(variable, out Tensor? first)) _first[variable] = first = IsEager ? variable.Snapshot() : Tensor.ReadOf(variable);
        return first;
    }

    // An assigned value is a value: what is read of it is the variable, and no gradient flows back through the assignment.
    private Tensor Reread(Variable variable, Tensor value)
    {
        bool isTrained = variable.Trainable && variable.DType.IsFloating;
        return isTrained ? Node.Emit(new Reading(), value, First(variable))[0]
            : value.RequiresGradient ? Ops.StopGradient(value)
            : value;
    }

    private void Commit(IEnumerable<Tensor> results)
    {
        _current = _outer;
        (Variable Variable, Tensor Value)[] assignments = [.. Assignments];
        Evaluator.Evaluate([.. results, .. assignments.Select(assignment => assignment.Value)]);
        VariableLock[] locks = VariableLock.EnterWrite([.. assignments.Select(assignment => assignment.Variable)]);
        try
        {
            foreach ((Variable variable, Tensor value) in assignments) variable.Assign(value);
        }
        finally
        {
            VariableLock.ExitWrite(locks);
        }
    }
}
