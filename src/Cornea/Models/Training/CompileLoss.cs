using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Cornea.Losses;

namespace Cornea;

/// <summary>The losses that a model is compiled with: one (a loss or its name), a list for the outputs in order, or by the outputs' names.</summary>
/// <remarks><c>"mse"</c>, <c>new Huber()</c>, <c>["mse", "mae"]</c>, <c>new() { ["species"] = "sparse_categorical_crossentropy" }</c>.</remarks>
[CollectionBuilder(typeof(CompileLoss), nameof(Create))]
public sealed class CompileLoss : IEnumerable<Loss?>
{
    private readonly List<Loss?> _inOrder = [];
    private readonly Dictionary<string, Loss> _byName = [];
    private readonly bool _isSingle;

    /// <summary>None yet; set them by the outputs' names.</summary>
    public CompileLoss()
    {
    }

    private CompileLoss(IEnumerable<Loss?> losses, bool isSingle)
    {
        _inOrder.AddRange(losses);
        _isSingle = isSingle;
    }

    /// <summary>Sets the loss of an output; the output's name is that of the layer it comes from.</summary>
    public Loss this[string output]
    {
        set => _byName[output] = value;
    }

    /// <summary>One loss by name.</summary>
    public static implicit operator CompileLoss(string name) => new([name], isSingle: true);

    /// <summary>One loss.</summary>
    public static implicit operator CompileLoss(Loss loss) => new([loss], isSingle: true);

    /// <summary>Makes collection expressions work.</summary>
    public static CompileLoss Create(ReadOnlySpan<Loss?> losses) => new(losses.ToArray(), isSingle: false);

    /// <inheritdoc/>
    public IEnumerator<Loss?> GetEnumerator() => _inOrder.Concat(_byName.Values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As Keras writes it: one loss, a list, or by the outputs' names.</summary>
    internal JsonNode? ToJson()
    {
        if (_byName.Count > 0) return new JsonObject(_byName.Select(pair => KeyValuePair.Create(pair.Key, Json(pair.Value))));
        return _isSingle ? Json(_inOrder[0]) : new JsonArray([.. _inOrder.Select(Json)]);

        static JsonNode? Json(Loss? loss) => loss is CrossentropyByShape ? loss.Name : KerasSaveable.JsonOf(loss);
    }

    /// <summary>The loss of each output; null where an output has none.</summary>
    internal Loss?[] Resolve(IReadOnlyList<string> outputs, string label)
    {
        CompileNames.Check("losses", _byName.Keys, outputs, label);
        if (_byName.Count > 0) return [.. outputs.Select(name => _byName.GetValueOrDefault(name))];
        if (_isSingle) return [.. outputs.Select(_ => _inOrder[0])];
        return _inOrder.Count == outputs.Count ? [.. _inOrder]
            : throw new ArgumentException($"{label}: expected a loss for each of the {outputs.Count} output(s) {string.Join(", ", outputs)}, got {_inOrder.Count}.");
    }
}
