using System.Reflection;

namespace Cornea.Tests.Docs.Keras;

/// <summary>What Cornea has for one of Keras' names: the members that stand for it, and all of their parameters.</summary>
/// <param name="Text">As a C# program writes it, such as <c>Ops.MatMul</c>.</param>
/// <param name="Overloads">The parameters of each constructor or method.</param>
/// <param name="Configured">The class whose config tells the defaults behind a null; null for functions.</param>
/// <param name="Owner">Where what was found stands on an object, that object's class: Keras' first argument.</param>
internal sealed record Counterpart(string Text, IReadOnlyList<ParameterInfo[]> Overloads, Type? Configured = null, Type? Owner = null)
{
    /// <summary>All constructors of a class, or what makes it where it has none that are public.</summary>
    public static Counterpart OfClass(Type type, string? text = null) => new(text ?? Called(type), Constructors(type), type);

    /// <summary>A class together with the call on it: for functions that Cornea has as objects.</summary>
    public static Counterpart OfCall(Type type, string method) => new(
        $"new {Called(type)}(…).{method}",
        [.. Constructors(type), .. type.GetMethods().Where(member => member.Name == method).Select(member => member.GetParameters())],
        type);

    /// <summary>All public overloads of a method; null if there is none.</summary>
    public static Counterpart? OfMethod(Type type, string method)
    {
        MethodInfo[] members = [.. type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance)
            .Where(member => string.Equals(member.Name, method, StringComparison.OrdinalIgnoreCase))];
        return members.Length == 0 ? null : new Counterpart(
            $"{Called(type)}.{members[0].Name}", [.. members.Select(member => member.GetParameters())], Owner: members.All(member => !member.IsStatic) ? type : null);
    }

    /// <summary>What a spelled name means: a class, a method, a property, or an operator such as <c>Loss.op_Implicit</c>.</summary>
    /// <exception cref="InvalidOperationException">There is no such member: the list of counterparts is out of date.</exception>
    public static Counterpart Spelled(string text)
    {
        if (FindType(text) is { } type) return OfClass(type);
        int dot = text.LastIndexOf('.');
        Type owner = (dot > 0 ? FindType(text[..dot]) : null) ?? throw new InvalidOperationException($"Counterparts: there is no public type for '{text}'.");
        string member = text[(dot + 1)..];
        if (OfMethod(owner, member) is { } methods) return methods with { Text = member == "op_Implicit" ? $"a string converts to {Called(owner)}" : methods.Text };
        if (owner.GetProperty(member) is { } property) return new Counterpart(text, [], Owner: property.GetMethod!.IsStatic ? null : owner);
        throw new InvalidOperationException($"Counterparts: {owner.Name} has no public member '{member}'.");
    }

    /// <summary>A public class of Cornea by its name, with or without its namespace's last part.</summary>
    public static Type? FindType(string name, string? space = null)
    {
        int dot = name.LastIndexOf('.');
        if (dot > 0) (space, name) = (name[..dot], name[(dot + 1)..]);
        return Public.FirstOrDefault(type => type.Name == name && (space is null || type.Namespace == $"Cornea.{space}" || (space == "Cornea" && type.Namespace == "Cornea")));
    }

    private static Type[] Public { get; } = [.. typeof(Tensor).Assembly.GetExportedTypes().Where(type => !type.IsNested)];

    private static string Called(Type type) => type.Namespace is "Cornea" or null ? type.Name : $"{type.Namespace["Cornea.".Length..]}.{type.Name}";

    private static ParameterInfo[][] Constructors(Type type) =>
        [.. type.GetConstructors(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance)
            .Where(made => made.IsPublic || made.IsFamily)
            .Select(made => made.GetParameters())];
}
