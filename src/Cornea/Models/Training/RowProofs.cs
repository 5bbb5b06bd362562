using System.Collections.Concurrent;
using Cornea.Graphs.Rows;

namespace Cornea;

/// <summary>For which numbers of samples it is shown that a model predicts each sample by itself, and all alike.</summary>
internal sealed class RowProofs
{
    private readonly ConcurrentDictionary<int, bool> _known = new();
    private RowProof? _first;

    /// <summary>Whether samples of a batch of this size are predicted as those of all other sizes for which this is true.</summary>
    /// <param name="samples">The size.</param>
    /// <param name="prove">Looks for a proof; called once for each size.</param>
    public bool Hold(int samples, Func<RowProof?> prove)
    {
        if (_known.TryGetValue(samples, out bool holds)) return holds;
        if (prove() is not { } proof) return _known[samples] = false;
        RowProof first = Interlocked.CompareExchange(ref _first, proof, null) ?? proof;
        return _known[samples] = proof.Equals(first);
    }
}
