using System.Runtime.CompilerServices;

namespace Cornea.Cpu.Prepared;

/// <summary>All prepared values of the process, by what they are. It holds none of them: they live as long as a plan that uses them.</summary>
internal static class PreparedStore
{
    private static readonly object NoLeaf = new();

    // By the first variable or data; who lets go of that lets go of its shelf.
    private static readonly ConditionalWeakTable<object, Shelf> Shelves = [];

    /// <summary>The value of a key; made of memory without content if no plan has it.</summary>
    public static PreparedValue Find(PreparedKey key, nint bytes) =>
        Shelves.GetValue(key.Leaves is [var first, ..] ? first : NoLeaf, static _ => new Shelf()).Find(key, bytes);

    private sealed class Shelf
    {
        private readonly Lock _lock = new();
        private readonly List<WeakReference<PreparedValue>> _values = [];

        public PreparedValue Find(PreparedKey key, nint bytes)
        {
            lock (_lock)
            {
                for (int index = _values.Count - 1; index >= 0; index--)
                {
                    if (!_values[index].TryGetTarget(out PreparedValue? known)) _values.RemoveAt(index);
                    else if (key.Equals(known.Key)) return known;
                }

                var value = new PreparedValue(key, bytes);
                _values.Add(new WeakReference<PreparedValue>(value));
                return value;
            }
        }
    }
}
