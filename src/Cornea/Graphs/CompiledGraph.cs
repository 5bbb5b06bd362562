namespace Cornea.Graphs;

/// <summary>A traced graph, compiled, with the variables it reads and writes: runs under their locks and allocates only its outputs.</summary>
internal sealed class CompiledGraph : IPlan
{
    private readonly Graph _graph;
    private readonly IExecutable _executable;
    private readonly int _inputCount;
    private readonly bool[] _isAssigned;
    private readonly Func<long, (long Seed, long First)> _draw;
    private LockPlan _lockPlan;
    private Bindings? _spare; // One set of arrays is kept for the next run; concurrent runs make their own.

    /// <param name="graph">The traced graph.</param>
    /// <param name="draw">What random numbers without a seed are taken from, so many keys at a time; the process' sequence by default.</param>
    public CompiledGraph(Graph graph, Func<long, (long Seed, long First)>? draw = null)
    {
        _graph = graph;
        _draw = draw ?? RandomSeed.Take;
        _executable = Evaluator.Compile(graph);
        SlowOperations.Tell(_executable.SlowOperations);
        _inputCount = graph.Parameters.Count(parameter => parameter.Kind == ParameterKind.Input);
        var assigned = graph.Assignments.Select(assignment => assignment.Target).ToHashSet();
        _isAssigned = [.. graph.Parameters.Select(assigned.Contains)];
        _lockPlan = new LockPlan(graph, assigned);
    }

    public Graph Graph => _graph;

    public IExecutable Executable => _executable;

    public long HeldBytes => _executable.HeldBytes;

    public IEnumerable<IPlan> HeldTogether => _executable.HeldTogether;

    /// <summary>Runs once and gives the outputs.</summary>
    public Storage[] Run(ReadOnlySpan<Storage> inputs)
    {
        var outputs = new Storage[_graph.Outputs.Count];
        for (int index = 0; index < outputs.Length; index++) outputs[index] = Storage.Allocate(_graph.Outputs[index].Spec.Bytes);
        Run(inputs, outputs);
        return outputs;
    }

    /// <summary>Runs once into memory of the caller's: allocates nothing.</summary>
    public void Run(ReadOnlySpan<Storage> inputs, ReadOnlySpan<Storage> outputs)
    {
        Bindings bindings = Interlocked.Exchange(ref _spare, null) ?? new Bindings(_graph);
        Storage[] parameters = bindings.Parameters;
        inputs[.._inputCount].CopyTo(parameters);
        LockPlan locks = EnterLocks();
        try
        {
            for (int index = _inputCount; index < parameters.Length; index++)
            {
                Tensor tensor = _graph.Parameters[index].Tensor;
                if (tensor.Source is { } variable && _graph.Parameters[index].Kind == ParameterKind.Variable)
                    parameters[index] = _isAssigned[index] ? variable.StorageForWriting() : variable.Storage;
                else if (tensor.Draws is { } draws)
                    (parameters[index].Span<long>()[0], parameters[index].Span<long>()[1]) = _draw(draws.Count);
            }

            try
            {
                _executable.Run(parameters, outputs);
            }
            finally
            {
                // A run that failed half-way may have written, too: then nothing that was prepared before is to be trusted.
                for (int index = _inputCount; index < parameters.Length; index++)
                    if (_isAssigned[index]) parameters[index].Touch();
            }
        }
        finally
        {
            locks.Exit();
            bindings.LetGo();
            Volatile.Write(ref _spare, bindings);
        }
    }

    // What a variable's lock is, is certain only while one holds it: see VariableLock.EnterWrite.
    private LockPlan EnterLocks()
    {
        while (true)
        {
            LockPlan locks = CurrentLocks();
            locks.Enter();
            if (locks.IsCurrent()) return locks;
            locks.Exit();
        }
    }

    // A model that adopts another gives the variables its own lock, after plans of the other were made.
    private LockPlan CurrentLocks()
    {
        LockPlan plan = Volatile.Read(ref _lockPlan);
        if (plan.IsCurrent()) return plan;
        plan = new LockPlan(_graph, _graph.Assignments.Select(assignment => assignment.Target).ToHashSet());
        Volatile.Write(ref _lockPlan, plan);
        return plan;
    }

    /// <summary>The distinct locks of the graph's variables in order, and for what each is taken.</summary>
    private sealed class LockPlan
    {
        private readonly Variable[] _variables;
        private readonly VariableLock[] _seen;

        public LockPlan(Graph graph, HashSet<Parameter> assigned)
        {
            Parameter[] parameters = [.. graph.Parameters.Where(parameter => parameter.Kind == ParameterKind.Variable)];
            _variables = [.. parameters.Select(parameter => parameter.Tensor.Source!)];
            _seen = [.. _variables.Select(variable => variable.Lock)];
            Locks = [.. parameters
                .Select((parameter, index) => (Parameter: parameter, Lock: _seen[index]))
                .GroupBy(pair => pair.Lock, pair => pair.Parameter)
                .OrderBy(group => group.Key.Number)
                .Select(group => (group.Key, group.Any(assigned.Contains)))];
        }

        private (VariableLock Lock, bool Writes)[] Locks { get; }

        public void Enter()
        {
            foreach ((VariableLock guard, bool writes) in Locks)
            {
                if (writes) guard.EnterWrite();
                else guard.EnterRead();
            }
        }

        public void Exit()
        {
            for (int index = Locks.Length - 1; index >= 0; index--)
            {
                if (Locks[index].Writes) Locks[index].Lock.ExitWrite();
                else Locks[index].Lock.ExitRead();
            }
        }

        public bool IsCurrent()
        {
            for (int index = 0; index < _variables.Length; index++)
                if (!ReferenceEquals(_variables[index].Lock, _seen[index])) return false;
            return true;
        }
    }

    private sealed class Bindings
    {
        private readonly bool[] _isPassing;

        public Bindings(Graph graph)
        {
            Parameters = new Storage[graph.Parameters.Count];
            _isPassing = new bool[Parameters.Length];
            for (int index = 0; index < Parameters.Length; index++)
            {
                Parameter parameter = graph.Parameters[index];
                _isPassing[index] = parameter.Kind is ParameterKind.Input or ParameterKind.Variable;
                if (!_isPassing[index]) Parameters[index] = parameter.Tensor.Storage ?? Storage.Zeroed(parameter.Tensor.Spec.Bytes);
            }
        }

        public Storage[] Parameters { get; }

        /// <summary>Forgets the values of the last run, which may be large and wanted by nobody else.</summary>
        public void LetGo()
        {
            for (int index = 0; index < Parameters.Length; index++)
                if (_isPassing[index]) Parameters[index] = null!;
        }
    }
}
