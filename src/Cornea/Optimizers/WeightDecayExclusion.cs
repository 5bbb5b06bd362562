using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Cornea.Optimizers;

/// <summary>The weights that an optimizer leaves out of weight decay: given ones, which a file knows by their paths, and those whose names match.</summary>
internal sealed class WeightDecayExclusion
{
    private readonly HashSet<Variable> _variables = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _paths = [];
    private readonly string[] _names;
    private readonly Regex? _pattern;

    public WeightDecayExclusion(IEnumerable<Variable> variables, IEnumerable<string> names)
    {
        _variables.UnionWith(variables);
        _names = [.. names];
        if (_names.Length > 0) _pattern = new Regex(string.Join('|', _names.Select(name => $"(?:{name})")), RegexOptions.CultureInvariant);
    }

    private WeightDecayExclusion(IEnumerable<string> paths, IEnumerable<string> names)
        : this(Array.Empty<Variable>(), names) => _paths.UnionWith(paths);

    public bool Covers(Variable variable) => _variables.Contains(variable) || _paths.Contains(variable.Label) || _pattern?.IsMatch(variable.Name) == true;

    public JsonObject ToJson() => new()
    {
        ["names"] = new JsonArray([.. _names.Select(name => (JsonNode)name)]),
        ["paths"] = new JsonArray([.. _paths.Concat(_variables.Select(variable => variable.Label)).Order(StringComparer.Ordinal).Select(path => (JsonNode)path)]),
    };

    /// <exception cref="InvalidDataException">A name isn't a text, or isn't a regular expression.</exception>
    public static WeightDecayExclusion FromJson(JsonObject json)
    {
        var config = new ObjectConfig(json);
        try
        {
            return new(config.GetStrings("paths"), config.GetStrings("names"));
        }
        catch (RegexParseException error)
        {
            throw new InvalidDataException($"Optimizer: the names left out of weight decay aren't regular expressions: {error.Message}", error);
        }
    }
}
