using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea.Lowering;

/// <summary>
/// Nodes joined into blocks that will run as one. Two blocks may be joined unless a value that leaves one comes back to the other by way
/// of a third: then the joined block would wait for itself.
/// </summary>
/// <remarks>
/// A position in the graph alone doesn't say how far up a walk can lead, as a block may hold an early and a late node: an early node leads
/// to the block's late ones and to all that those read. So a walk ends where nothing that can be reached lies as late as what is looked
/// for. Views belong to the block of what they look at.
/// </remarks>
internal sealed class Blocks
{
    private readonly Dictionary<Node, int> _numbers = new(ReferenceEqualityComparer.Instance);
    private readonly int[][] _inputs;
    private readonly int[] _block;
    private readonly List<int>[] _members;
    private readonly int[] _latest; // At each position: the last position of any block that has a node up to here.
    private readonly int[] _seen;
    private readonly Stack<int> _pending = new();
    private int _walk;
    private int _first;

    public Blocks(Graph graph)
    {
        for (int index = 0; index < graph.Nodes.Count; index++) _numbers[graph.Nodes[index]] = index;
        _inputs = [.. graph.Nodes.Select(node => node.Inputs
            .Where(input => input.Producer is { } producer && _numbers.ContainsKey(producer))
            .Select(input => _numbers[input.Producer!]).Distinct().ToArray())];
        _block = [.. Enumerable.Range(0, _inputs.Length)];
        _members = [.. _block.Select(number => new List<int> { number })];
        _latest = [.. _block];
        _seen = new int[_inputs.Length];
        for (int index = 0; index < _inputs.Length; index++)
            if (graph.Nodes[index].Op is Reshape && _inputs[index] is [var viewed]) Join(_block[viewed], index);
    }

    /// <summary>Its place in the graph; −1 for a node outside it, such as the maker of a value that the graph is given.</summary>
    public int PositionOf(Node node) => _numbers.GetValueOrDefault(node, -1);

    /// <summary>Joins the blocks of two nodes, if that makes no circle.</summary>
    public bool TryJoin(Node a, Node b)
    {
        int first = _block[_numbers[a]], second = _block[_numbers[b]];
        if (first == second) return true;
        if (LeadsAround(first, second) || LeadsAround(second, first)) return false;
        Join(first, second);
        return true;
    }

    private void Join(int into, int from)
    {
        foreach (int member in _members[from]) _block[member] = into;
        _members[into].AddRange(_members[from]);
        _members[from] = [];
        int last = _members[into].Max();
        for (int position = _members[into].Min(); position < last && _latest[position] < last; position++) _latest[position] = last;
    }

    // Whether a path leads from one block to another by way of a third.
    private bool LeadsAround(int from, int to)
    {
        _walk++;
        _pending.Clear();
        _first = _members[from].Min();
        foreach (int member in _members[to])
            foreach (int input in _inputs[member])
                if (_block[input] != to && _block[input] != from) Push(_block[input]);
        while (_pending.TryPop(out int block))
            foreach (int member in _members[block])
                foreach (int input in _inputs[member])
                {
                    if (_block[input] == from) return true;
                    if (_block[input] != to) Push(_block[input]);
                }

        return false;
    }

    private void Push(int block)
    {
        if (_seen[block] == _walk) return;
        _seen[block] = _walk;
        int reach = _members[block].Max();
        while (_latest[reach] > reach) reach = _latest[reach];
        if (reach < _first) return;
        _pending.Push(block);
    }
}
