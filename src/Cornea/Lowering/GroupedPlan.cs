using Cornea.Graphs;

namespace Cornea.Lowering;

/// <summary>A graph's beginning, run group by group, and its rest: see <see cref="SampleGroups"/>.</summary>
internal sealed class GroupedPlan : IExecutable
{
    private readonly SampleGroups _groups;
    private readonly IExecutable _group;
    private readonly IExecutable? _rest;
    private Storage[]? _spare; // What lies between is kept for the next run; concurrent runs make their own.

    /// <param name="groups">The graph, cut.</param>
    /// <param name="lower">Makes a plan of each part.</param>
    public GroupedPlan(SampleGroups groups, Func<Graph, IExecutable> lower)
    {
        _groups = groups;
        _group = lower(groups.Group);
        _rest = groups.Rest is null ? null : lower(groups.Rest);
    }

    public long HeldBytes => _group.HeldBytes + (_rest?.HeldBytes ?? 0) + BetweenBytes;

    public IEnumerable<IPlan> HeldTogether => _group.HeldTogether.Concat(_rest?.HeldTogether ?? []);

    public IReadOnlyList<string> SlowOperations => [.. _group.SlowOperations.Concat(_rest?.SlowOperations ?? []).Distinct()];

    public long PassingBytes => Math.Max(_group.PassingBytes, _rest?.PassingBytes ?? 0) + BetweenBytes;

    public long PreparedBytes => _group.PreparedBytes + (_rest?.PreparedBytes ?? 0);

    private long BetweenBytes => _groups.Between.Where(value => value.Output < 0).Sum(value => (long)value.Spec.Bytes);

    public void Run(ReadOnlySpan<Storage> parameters, ReadOnlySpan<Storage> outputs)
    {
        Storage[] own = Interlocked.Exchange(ref _spare, null) ?? [.. _groups.Between.Where(value => value.Output < 0).Select(value => Storage.Allocate(value.Spec.Bytes))];
        var between = new Storage[_groups.Between.Length];
        int next = 0;
        for (int index = 0; index < between.Length; index++) between[index] = _groups.Between[index].Output is >= 0 and var output ? outputs[output] : own[next++];
        var inputs = new Storage[_groups.GroupSources.Length];
        var results = new Storage[between.Length];
        for (int group = 0; group < _groups.Count; group++)
        {
            for (int index = 0; index < inputs.Length; index++)
            {
                Storage source = parameters[_groups.GroupSources[index]];
                inputs[index] = _groups.Group.Parameters[index].Kind == ParameterKind.Input ? Part(source, group) : source;
            }

            for (int index = 0; index < results.Length; index++) results[index] = Part(between[index], group);
            _group.Run(inputs, results);
        }

        if (_rest is not null)
        {
            var left = new Storage[_groups.RestOutputs.Length];
            for (int index = 0; index < left.Length; index++) left[index] = outputs[_groups.RestOutputs[index]];
            _rest.Run([.. between, .. parameters], left);
        }

        Volatile.Write(ref _spare, own);
    }

    public override string ToString() => $"{_groups.Count} groups of samples, each:{Environment.NewLine}{_group}{(_rest is null ? "" : $"then{Environment.NewLine}{_rest}")}";

    private Storage Part(Storage all, int group)
    {
        nint bytes = all.Bytes / _groups.Count;
        return all.Part(group * bytes, bytes);
    }
}
