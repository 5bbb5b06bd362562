using System.Collections;
using System.Text.RegularExpressions;

namespace Cornea.Optimizers;

/// <summary>Which optimizer updates which variable, by the variable's path: <c>new OptimizerMap("sgd") { ["encoder/.*"] = new Adam() }</c>.</summary>
/// <remarks>
/// A key is a path, or a regular expression that matches a whole path: <c>encoder/.*</c> stands for all that is in the layer
/// <c>encoder</c>, <c>encoder</c> for a variable of just that path. Source: Keras 3, OptimizerMap.
/// </remarks>
public sealed class OptimizerMap : IEnumerable<KeyValuePair<string, Optimizer>>
{
    private readonly Dictionary<string, Optimizer> _byPath = [];

    /// <param name="defaultOptimizer">For variables that no key matches.</param>
    /// <param name="optimizerMap">Keys with their optimizers.</param>
    public OptimizerMap(Optimizer defaultOptimizer, IReadOnlyDictionary<string, Optimizer>? optimizerMap = null)
    {
        ArgumentNullException.ThrowIfNull(defaultOptimizer);
        DefaultOptimizer = Usable(defaultOptimizer);
        foreach ((string key, Optimizer optimizer) in optimizerMap ?? new Dictionary<string, Optimizer>()) this[key] = optimizer;
    }

    /// <summary>For variables that no key matches.</summary>
    public Optimizer DefaultOptimizer { get; }

    /// <summary>How many keys there are.</summary>
    public int Count => _byPath.Count;

    /// <summary>The optimizer of a path: that of the same key, else of the one regular expression that matches, else the default one.</summary>
    /// <exception cref="InvalidOperationException">Several regular expressions match the path.</exception>
    /// <exception cref="ArgumentException">A key is set that is there, or isn't a regular expression, or an optimizer that holds others.</exception>
    public Optimizer this[string key]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(key);
            if (_byPath.TryGetValue(key, out Optimizer? exact)) return exact;
            string[] matching = [.. _byPath.Keys.Where(pattern => Regex.IsMatch(key, $"^(?:{pattern})$", RegexOptions.CultureInvariant))];
            return matching.Length switch
            {
                0 => DefaultOptimizer,
                1 => _byPath[matching[0]],
                _ => throw new InvalidOperationException(
                    $"OptimizerMap: expected one key that matches '{key}', got {string.Join(", ", matching.Select(pattern => $"'{pattern}'"))}. Narrow them, or add the path itself."),
            };
        }

        set
        {
            ArgumentNullException.ThrowIfNull(key);
            ArgumentNullException.ThrowIfNull(value);
            if (_byPath.ContainsKey(key)) throw new ArgumentException($"OptimizerMap: '{key}' is there already.", nameof(key));
            try
            {
                _ = new Regex(key, RegexOptions.CultureInvariant);
            }
            catch (ArgumentException error)
            {
                throw new ArgumentException($"OptimizerMap: expected a path or a regular expression, got '{key}': {error.Message}", nameof(key), error);
            }

            _byPath[key] = Usable(value);
        }
    }

    /// <summary>Takes a key out.</summary>
    /// <returns>False if it wasn't there.</returns>
    public bool Remove(string key) => _byPath.Remove(key);

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Optimizer>> GetEnumerator() => _byPath.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>An optimizer that may stand in a map: one that updates weights itself.</summary>
    /// <exception cref="ArgumentException">It's one that holds others.</exception>
    internal static Optimizer Usable(Optimizer optimizer) => optimizer is MultiOptimizer or LossScaleOptimizer
        ? throw new ArgumentException($"OptimizerMap: expected an optimizer that updates weights itself, got a {optimizer.GetType().Name}.")
        : optimizer;
}
