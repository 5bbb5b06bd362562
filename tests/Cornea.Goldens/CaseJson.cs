using System.Collections;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cornea.Goldens;

/// <summary>
/// A part of <c>case.json</c> that knows what of it has been read. A value counts as read when it is asked for, or when what holds it is taken
/// <see cref="Whole"/> by something that itself refuses what it doesn't know. What nobody read at the end, a runner has not checked.
/// </summary>
internal sealed class CaseJson : IEnumerable<KeyValuePair<string, CaseJson?>>
{
    private readonly JsonNode _node;
    private readonly string _path;
    private readonly HashSet<string> _unread;

    /// <summary>The whole file.</summary>
    public CaseJson(JsonObject root)
        : this(root, "", []) => AddLeaves(root, "");

    private CaseJson(JsonNode node, string path, HashSet<string> unread) => (_node, _path, _unread) = (node, path, unread);

    /// <summary>The places of the values that nobody has read, such as <c>fit.class_weight.0</c>.</summary>
    public IReadOnlyCollection<string> Unread => _unread;

    public JsonValueKind Kind => _node.GetValueKind();

    public bool IsList => Kind == JsonValueKind.Array;

    public bool IsObject => Kind == JsonValueKind.Object;

    /// <summary>How many items or members there are.</summary>
    public int Count => _node is JsonArray list ? list.Count : _node.AsObject().Count;

    /// <summary>A member of an object; null where it is missing or null.</summary>
    public CaseJson? this[string name] => Child((_node as JsonObject)?[name], name);

    /// <summary>An item of a list; null where it is null.</summary>
    public CaseJson? this[int index] => Child(_node.AsArray()[index], $"{index}");

    /// <summary>The items of a list.</summary>
    public IEnumerable<CaseJson?> Items => Enumerable.Range(0, Count).Select(index => this[index]);

    /// <summary>The members of an object.</summary>
    public IEnumerator<KeyValuePair<string, CaseJson?>> GetEnumerator() =>
        _node.AsObject().Select(member => KeyValuePair.Create(member.Key, this[member.Key])).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Whether an object has a member, even one that is null.</summary>
    public bool Has(string name) => (_node as JsonObject)?.ContainsKey(name) == true;

    /// <summary>A copy of all there is here, which thereby counts as read.</summary>
    public JsonNode Whole()
    {
        _unread.RemoveWhere(path => path == _path || _path.Length == 0 || path.StartsWith(_path + ".", StringComparison.Ordinal));
        return _node.DeepClone();
    }

    /// <summary>Says that a member needs no check, and why.</summary>
    public void LeaveOut(string name, string because)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(because);
        this[name]?.Whole();
    }

    public override string ToString() => _node.ToJsonString();

    private CaseJson? Child(JsonNode? node, string name)
    {
        string path = _path.Length == 0 ? name : $"{_path}.{name}";
        if (node is JsonObject { Count: > 0 } or JsonArray { Count: > 0 }) return new CaseJson(node, path, _unread);
        _unread.Remove(path);
        return node is null ? null : new CaseJson(node, path, _unread);
    }

    private void AddLeaves(JsonNode? node, string path)
    {
        string prefix = path.Length == 0 ? "" : path + ".";
        switch (node)
        {
            case JsonObject { Count: > 0 } members:
                foreach ((string name, JsonNode? member) in members) AddLeaves(member, prefix + name);
                break;
            case JsonArray { Count: > 0 } list:
                for (int index = 0; index < list.Count; index++) AddLeaves(list[index], $"{prefix}{index}");
                break;
            default:
                _unread.Add(path);
                break;
        }
    }
}
