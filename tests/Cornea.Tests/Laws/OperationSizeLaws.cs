using System.Reflection;
using System.Runtime.CompilerServices;
using Cornea.Tests.Support;
using Xunit;

namespace Cornea.Tests.Laws;

/// <summary>Every whole number that a public operation takes, made extreme: a clear refusal or a result, never a crash or memory taken for nothing.</summary>
[Collection(nameof(Alone))]
public class OperationSizeLaws
{
    private const long MostElements = 1 << 18;
    private static readonly Shape[] Shapes = [6, (3, 3), (2, 3, 4), (1, 4, 4, 2), new Shape(1, 3, 4, 4, 2)];

    private static readonly MethodInfo[] Methods =
    [
        .. new[] { typeof(Ops), typeof(ImageOps), typeof(RandomOps) }
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static))
            .Where(method => !method.IsGenericMethod && method.GetParameters().All(parameter => Usual(parameter, Shapes[0]) is not Unknown)),
    ];

    public static TheoryData<string> Names => [.. Methods.Select(method => $"{method.DeclaringType!.Name}.{method.Name}").Distinct()];

    [Theory]
    [MemberData(nameof(Names))]
    public void AnExtremeNumberIsRefusedOrRight(string name)
    {
        foreach (MethodInfo method in Methods.Where(method => $"{method.DeclaringType!.Name}.{method.Name}" == name))
        {
            ParameterInfo[] parameters = method.GetParameters();
            foreach (Shape shape in Shapes)
            {
                object?[] usual = [.. parameters.Select(parameter => Usual(parameter, shape))];
                for (int index = 0; index < parameters.Length; index++)
                {
                    foreach (int number in ExtremeNumbers.All)
                    {
                        if (Extreme(parameters[index], number, usual[index]) is not { } extreme) continue;
                        object?[] arguments = [.. usual];
                        arguments[index] = extreme;
                        ExtremeNumbers.Outcome(
                            $"{name} on {shape}: {parameters[index].Name} = {extreme}", () => Look(method.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null)),
                            error => error is ArgumentException or NotSupportedException && error.Message.Length > 20);
                    }
                }
            }
        }
    }

    private static void Look(object? result)
    {
        switch (result)
        {
            case Tensor tensor:
                if (tensor.Shape.Sizes.ToArray().Aggregate(1.0, (product, size) => product * size) <= MostElements) tensor.Evaluate();
                break;
            case IEnumerable<Tensor> tensors:
                foreach (Tensor tensor in tensors) Look(tensor);
                break;
            case ITuple tuple:
                for (int index = 0; index < tuple.Length; index++) Look(tuple[index]);
                break;
        }
    }

    private static object? Usual(ParameterInfo parameter, Shape shape)
    {
        Type type = parameter.ParameterType;
        if (type == typeof(Tensor)) return parameter.Name!.Contains("ndices", StringComparison.Ordinal) ? Ops.Zeros(shape, DType.Int32) : Ops.Ones(shape);
        if (type == typeof(IReadOnlyList<Tensor>)) return new[] { Ops.Ones(shape), Ops.Ones(shape) };
        if (parameter.HasDefaultValue) return parameter.DefaultValue ?? (type.IsValueType && Nullable.GetUnderlyingType(type) is null ? Activator.CreateInstance(type) : null);
        if (type == typeof(int)) return 1;
        if (type == typeof(double)) return 1.0;
        if (type == typeof(bool)) return false;
        if (type == typeof(Shape)) return new Shape(2);
        if (type == typeof(Axes)) return (Axes)0;
        if (type == typeof(DType)) return DType.Float32;
        if (type == typeof((int, int))) return (2, 2);
        if (type == typeof(IReadOnlyList<(int, int)>)) return Enumerable.Repeat((0, 0), shape.Rank).ToArray();
        return new Unknown();
    }

    private static object? Extreme(ParameterInfo parameter, int number, object? usual)
    {
        Type type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (type == typeof(int)) return number;
        if (type == typeof(Shape)) return number < -1 ? (Shape?)null : new Shape(number);
        if (type == typeof(Axes)) return (Axes)number;
        if (type == typeof((int, int))) return (number, 2);
        if (type == typeof(IReadOnlyList<(int, int)>) && usual is (int, int)[] { Length: > 0 } pairs) return new[] { (number, 0) }.Concat(pairs[1..]).ToArray();
        return null;
    }

    private sealed record Unknown;
}
