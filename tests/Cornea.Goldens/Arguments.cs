using System.Text.Json.Nodes;

namespace Cornea.Goldens;

/// <summary>The arguments of a call in <c>case.json</c>, taken one by one; what is left at the end wasn't understood.</summary>
internal sealed class Arguments(string call, JsonObject values)
{
    private readonly HashSet<string> _left = [.. values.Select(value => value.Key)];

    /// <summary>An argument that must be there.</summary>
    public JsonNode Take(string name) => TryTake(name) ?? throw new NotUnderstoodException($"{call} has no '{name}'");

    /// <summary>An argument, or null where it is missing or null.</summary>
    public JsonNode? TryTake(string name)
    {
        _left.Remove(name);
        return values[name];
    }

    /// <summary>Checks that every argument has been taken.</summary>
    public void ExpectAllTaken()
    {
        if (_left.Count > 0)
            throw new NotUnderstoodException($"{call} has arguments that no runner reads: {string.Join(", ", _left)}");
    }
}
