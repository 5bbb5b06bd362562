using System.Reflection;
using System.Text.Json.Nodes;
using Cornea.Layers;

namespace Cornea.Tests.Docs.Keras;

/// <summary>Objects made with as few arguments as their constructors allow, whose configs tell the defaults.</summary>
internal static class Samples
{
    private static readonly Dictionary<string, Func<object>> Special = new()
    {
        ["RandomPosterization"] = () => new RandomPosterization(8),
        ["EinsumDense"] = () => new EinsumDense("ab,bc->ac", [3]),
    };

    /// <summary>The config of such an object; null where the class has none.</summary>
    public static JsonObject? Config(Type type)
    {
        if (type.IsAbstract) return null;
        object sample = Make(type);
        return sample switch
        {
            Layer layer => layer.GetConfig().Json,
            KerasSaveable saveable => saveable.GetConfig().Json,
            _ => null,
        };
    }

    private static object Make(Type type)
    {
        if (Special.TryGetValue(type.Name, out Func<object>? make)) return make();
        ConstructorInfo made = type.GetConstructors().OrderBy(candidate => candidate.GetParameters().Count(parameter => !parameter.HasDefaultValue)).ThenByDescending(candidate => candidate.GetParameters().Length).First();
        return made.Invoke([.. made.GetParameters().Select(parameter => parameter.HasDefaultValue ? Default(parameter) : Argument(parameter))]);
    }

    private static object? Default(ParameterInfo parameter) =>
        parameter.DefaultValue ?? (parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? Activator.CreateInstance(parameter.ParameterType) : null);

    private static object Argument(ParameterInfo parameter) => parameter.ParameterType switch
    {
        var type when type == typeof(int) => 2,
        var type when type == typeof(double) => 0.5,
        var type when type == typeof(Size2) => (Size2)2,
        var type when type == typeof(Size3) => (Size3)2,
        var type when type == typeof(FactorRange) => (FactorRange)0.5,
        var type when type == typeof(Shape) => new Shape(2),
        var type when type == typeof(Layer) => new Dense(2),
        var type => throw new NotSupportedException($"Samples: no {type} for {parameter.Member.DeclaringType!.Name}'s '{parameter.Name}'."),
    };
}
