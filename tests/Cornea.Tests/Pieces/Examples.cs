using System.Reflection;
using Cornea.Losses;
using Cornea.Metrics;
using Cornea.Optimizers;

namespace Cornea.Tests.Pieces;

/// <summary>An object of each public class of a family, made by its longest constructor: with default arguments, or some of them others.</summary>
internal static class Examples
{
    /// <summary>The classes of a family that a program can make.</summary>
    public static IEnumerable<Type> Classes<T>() => typeof(T).Assembly.GetExportedTypes()
        .Where(type => type.IsSubclassOf(typeof(T)) && !type.IsAbstract && type.GetConstructors().Length > 0)
        .OrderBy(type => type.Name, StringComparer.Ordinal);

    public static IEnumerable<Metric> Metrics() => Classes<Metric>().Select(type => (Metric)Make(type));

    /// <summary>The arguments of a class.</summary>
    public static ParameterInfo[] Arguments(Type type) => Constructor(type).GetParameters();

    /// <summary>An object with some arguments other than by default.</summary>
    public static object Make(Type type, IReadOnlyDictionary<string, object?>? others = null)
    {
        ConstructorInfo constructor = Constructor(type);
        object?[] values = [.. constructor.GetParameters().Select(parameter =>
            others is not null && others.TryGetValue(parameter.Name!, out object? given) ? given
            : parameter.HasDefaultValue ? parameter.DefaultValue is DBNull ? null : parameter.DefaultValue
            : Needed(parameter))];
        try
        {
            return constructor.Invoke(values);
        }
        catch (TargetInvocationException error)
        {
            throw new InvalidOperationException($"{type.Name}({string.Join(", ", values.Select(value => value ?? "null"))}): {error.InnerException!.Message}", error.InnerException);
        }
    }

    /// <summary>A value that isn't the default one.</summary>
    public static object? Other(ParameterInfo parameter)
    {
        Type type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        object? missing = parameter.HasDefaultValue ? parameter.DefaultValue : null;
        if (type == typeof(double)) return missing is double number and not 0 ? number * 0.5 : 0.25;
        if (type == typeof(int)) return missing is int whole ? whole + 1 : 2;
        if (type == typeof(bool)) return !(bool)missing!;
        if (type == typeof(string)) return parameter.Name switch { "classAggregation" => "variance_weighted_average", "mode" => "columns", "distribution" => "uniform", "method" => "other", _ => "other" };
        if (type == typeof(LearningRate)) return (LearningRate)0.125;
        if (type == typeof(AucCurve)) return AucCurve.PR;
        if (type == typeof(AucSummation)) return AucSummation.Majoring;
        if (type == typeof(Average)) return Average.Macro;
        if (type == typeof(Thresholds)) return (Thresholds)new[] { 0.25, 0.75 };
        if (type == typeof(Reduction)) return Reduction.Sum;
        if (type == typeof(MetricDirection)) return MetricDirection.Up;
        if (type == typeof(DType)) return DType.Float32;
        if (type == typeof(Shape)) return new Shape(1);
        if (type == typeof(IReadOnlyList<int>)) return new[] { 1 };
        if (type == typeof(IReadOnlyList<string>)) return new[] { "x" };
        if (type == typeof(IReadOnlyList<double>)) return parameter.Name == "values" ? new[] { 3.0, 4, 5 } : new[] { 2.0, 3 };
        if (type == typeof(Optimizer)) return new SGD(0.5);
        if (type == typeof(OptimizerMap)) return new OptimizerMap("adam") { ["x"] = "sgd" };
        throw new NotSupportedException($"{parameter.Member.DeclaringType!.Name}: there is no other {type.Name} for '{parameter.Name}'; add one.");
    }

    private static ConstructorInfo Constructor(Type type) => type.GetConstructors()
        .Where(constructor => !constructor.GetParameters().Any(parameter => parameter.ParameterType == typeof(OptimizerOptions) || parameter.ParameterType == typeof(Func<Variable, Optimizer>)))
        .MaxBy(constructor => constructor.GetParameters().Length)!;

    private static object Needed(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        return type == typeof(int) ? 3
            : type == typeof(double) ? 0.5
            : type == typeof(IReadOnlyList<int>) ? new[] { 0, 1 }
            : type == typeof(IReadOnlyList<double>) ? parameter.Name == "values" ? new[] { 1.0, 2, 3 } : new[] { 1.0, 2 }
            : type == typeof(Func<Tensor, Tensor, Tensor>) ? (Func<Tensor, Tensor, Tensor>)((yTrue, yPred) => Ops.Abs(yTrue - yPred))
            : type == typeof(Optimizer) ? new SGD()
            : type == typeof(OptimizerMap) ? new OptimizerMap("sgd")
            : throw new NotSupportedException($"{parameter.Member.DeclaringType!.Name}: there is no {type.Name} for '{parameter.Name}'; add one.");
    }
}
