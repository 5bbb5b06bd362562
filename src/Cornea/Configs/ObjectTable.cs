using System.Text.Json.Nodes;
using Cornea.Files;

namespace Cornea;

/// <summary>The classes of one family by name: how a text or a saved config finds its class, without reflection.</summary>
/// <typeparam name="T">The family's base.</typeparam>
internal sealed class ObjectTable<T>
    where T : class
{
    private readonly string _family;
    private readonly Dictionary<string, Func<ObjectConfig, T>> _makers = [];
    private readonly List<string> _names = [];

    /// <param name="family">What messages call it, such as <c>Loss</c>.</param>
    /// <param name="classes">Keras' class names, with what makes an object of a config. Each is found in snake case too.</param>
    /// <param name="aliases">Other names, each with the class it stands for.</param>
    public ObjectTable(
        string family,
        IReadOnlyList<(string Name, Func<ObjectConfig, T> Make)> classes,
        IReadOnlyList<(string Alias, string Name)>? aliases = null)
    {
        _family = family;
        foreach ((string name, Func<ObjectConfig, T> make) in classes)
        {
            _makers[name] = make;
            string snake = SnakeCase.Of(name);
            _makers[snake] = make;
            _names.Add(snake);
        }

        foreach ((string alias, string name) in aliases ?? []) _makers[alias] = _makers[name];
    }

    /// <summary>Makes an object of default settings.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message lists the known ones.</exception>
    public T Make(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Find(name) is { } make
            ? make(new ObjectConfig())
            : throw new ArgumentException($"{_family}: expected one of {string.Join(", ", _names)}, got '{name}'.");
    }

    /// <summary>Makes the object that a JSON node describes; null where there is none.</summary>
    /// <param name="node">A Keras object, a bare name, or null.</param>
    /// <param name="customObjects">Classes of the user's own, by class name or registered name.</param>
    /// <exception cref="InvalidDataException">The class is unknown, or a setting is wrong.</exception>
    public T? Read(JsonNode? node, IReadOnlyDictionary<string, Func<ObjectConfig, object>>? customObjects = null)
    {
        if (node is null) return null;
        KerasObject saved = KerasObject.FromJson(node);
        if (customObjects is not null
            && (customObjects.TryGetValue(saved.RegisteredName ?? saved.ClassName, out Func<ObjectConfig, object>? custom)
                || customObjects.TryGetValue(saved.ClassName, out custom)))
        {
            return custom(saved.Config) as T
                ?? throw new InvalidDataException($"{_family}: the custom object for '{saved.ClassName}' is no {_family}.");
        }

        if (Find(saved.ClassName) is { } make) return make(saved.Config);
        throw new InvalidDataException(
            $"{_family}: unknown class '{FileText.Shortened(saved.ClassName)}'. Pass it in customObjects, or use one of {string.Join(", ", _names)}.");
    }

    private Func<ObjectConfig, T>? Find(string name) =>
        _makers.TryGetValue(name, out Func<ObjectConfig, T>? make) ? make
        : _makers.FirstOrDefault(pair => string.Equals(pair.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
}
