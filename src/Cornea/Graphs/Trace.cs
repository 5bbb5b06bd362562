namespace Cornea.Graphs;

/// <summary>A graph being emitted on this thread: what each variable's latest value is, and which were assigned.</summary>
/// <remarks>
/// While a trace is open, reading a variable gives the trace's latest value of it and assigning supersedes that, so a layer called twice
/// has a defined result. A trace for compiling reads variables symbolically; an eager one reads the values of this moment, and
/// <see cref="Commit"/> computes and publishes what was assigned, all together.
/// </remarks>
internal sealed class Trace : IDisposable
{
    [ThreadStatic]
    private static Trace? _current;

    private readonly Trace? _outer;
    private readonly bool _isEager;
    private readonly bool _isRegion;
    private readonly Dictionary<Variable, Tensor> _latest = new(ReferenceEqualityComparer.Instance);
    private readonly List<Variable> _assigned = [];
    private readonly HashSet<Variable> _isAssigned = new(ReferenceEqualityComparer.Instance);

    private Trace(Trace? outer, bool isEager, bool isRegion = false)
    {
        _outer = outer;
        _isEager = isEager;
        _isRegion = isRegion;
    }

    public static Trace? Current => _current;

    /// <summary>The variables that were assigned, in the order of their first assignment, with the values they are left with.</summary>
    public IEnumerable<(Variable Variable, Tensor Value)> Assignments => _assigned.Select(variable => (variable, _latest[variable]));

    /// <summary>Opens a trace whose graph will be compiled.</summary>
    public static Trace Begin() => _current = new Trace(_current, isEager: false);

    /// <summary>
    /// Opens a trace for a region inside the present one, which must be open: variables have the values they have there, except those that
    /// the region carries from step to step.
    /// </summary>
    public static Trace BeginRegion(IEnumerable<(Variable Variable, Tensor Inside)> carried)
    {
        var trace = new Trace(_current ?? throw new InvalidOperationException("A region needs a trace around it."), isEager: false, isRegion: true);
        foreach ((Variable variable, Tensor inside) in carried) trace._latest[variable] = inside;
        return _current = trace;
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

    public Tensor Read(Variable variable)
    {
        if (!_latest.TryGetValue(variable, out Tensor? value))
            _latest[variable] = value = _isRegion ? _outer!.Read(variable) : _isEager ? variable.Snapshot() : Tensor.ReadOf(variable);
        return value;
    }

    public void Assign(Variable variable, Tensor value)
    {
        if (_isAssigned.Add(variable)) _assigned.Add(variable);
        _latest[variable] = value;
    }

    public void Dispose() => _current = _outer;

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
