using System.Collections;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Cornea;

/// <summary>What each output's loss counts: a number for a model of one output, a list in the outputs' order, or by the outputs' names.</summary>
/// <remarks><c>[1, 0.5]</c>, <c>new() { ["weight"] = 0.25 }</c>; an output that isn't named counts 1.</remarks>
[CollectionBuilder(typeof(LossWeights), nameof(Create))]
public sealed class LossWeights : IEnumerable<double>
{
    private readonly List<double> _inOrder = [];
    private readonly Dictionary<string, double> _byName = [];
    private readonly bool _isNumber;

    /// <summary>None yet; set them by the outputs' names.</summary>
    public LossWeights()
    {
    }

    private LossWeights(IEnumerable<double> values, bool isNumber)
    {
        _inOrder.AddRange(values);
        _isNumber = isNumber;
    }

    /// <summary>Sets what the loss of an output counts; the output's name is that of the layer it comes from.</summary>
    public double this[string output]
    {
        set => _byName[output] = value;
    }

    /// <summary>One number, for a model of one output.</summary>
    public static implicit operator LossWeights(double weight) => new([weight], isNumber: true);

    /// <summary>Numbers in the outputs' order.</summary>
    public static implicit operator LossWeights(double[] weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return new(weights, isNumber: false);
    }

    /// <summary>Numbers by the outputs' names.</summary>
    public static implicit operator LossWeights(Dictionary<string, double> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        var result = new LossWeights();
        foreach ((string output, double weight) in weights) result[output] = weight;
        return result;
    }

    /// <summary>Makes collection expressions work.</summary>
    public static LossWeights Create(ReadOnlySpan<double> weights) => new(weights.ToArray(), isNumber: false);

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator() => _inOrder.Concat(_byName.Values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As it was given: a number, a list, or by the outputs' names.</summary>
    internal JsonNode ToJson() => _byName.Count > 0 ? new JsonObject(_byName.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)))
        : _isNumber ? _inOrder[0]
        : new JsonArray([.. _inOrder.Select(weight => (JsonNode)weight)]);

    /// <summary>What <see cref="ToJson"/> gave; null where there is none.</summary>
    internal static LossWeights? FromJson(JsonNode? json)
    {
        if (json is null) return null;
        if (json is not JsonObject named)
        {
            double[] numbers = new ObjectConfig(new JsonObject { ["loss_weights"] = json.DeepClone() }).GetDoubles("loss_weights")!;
            return new(numbers, isNumber: json is JsonValue);
        }

        var config = new ObjectConfig((JsonObject)named.DeepClone());
        var result = new LossWeights();
        foreach ((string output, JsonNode? weight) in named)
            if (weight is not null) result[output] = config.GetDouble(output);
        return result;
    }

    /// <summary>What each output's loss counts.</summary>
    /// <param name="outputs">The outputs' names.</param>
    /// <param name="hasLoss">Which of them have a loss: a list may be of these alone.</param>
    /// <param name="label">Whose they are, for messages.</param>
    /// <exception cref="ArgumentException">A name is that of no output, or there are too many or too few numbers.</exception>
    internal double[] Resolve(IReadOnlyList<string> outputs, IReadOnlyList<bool> hasLoss, string label)
    {
        CompileNames.Check("loss weights", _byName.Keys, outputs, label);
        if (_inOrder.Count == 0) return [.. outputs.Select(output => _byName.GetValueOrDefault(output, 1))];
        if (_inOrder.Count == outputs.Count) return [.. _inOrder];
        int losses = hasLoss.Count(has => has), next = 0;
        if (_inOrder.Count == losses) return [.. hasLoss.Select(has => has ? _inOrder[next++] : 1)];
        throw new ArgumentException(
            $"{label}: expected a loss weight for each of the {losses} output(s) with a loss, {string.Join(", ", outputs.Where((_, index) => hasLoss[index]))}, got {_inOrder.Count}.");
    }
}
