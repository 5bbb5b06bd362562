using System.Reflection;
using System.Text.Json.Nodes;

namespace Cornea.Tests.Docs.Keras;

/// <summary>One of Keras' names, what Cornea has for it, and what the counterpart lacks.</summary>
/// <param name="Gaps">Sentences, one for each argument that is missing or has another default, without a reason.</param>
/// <param name="LeftOut">The arguments that are missing for a reason.</param>
internal sealed record Covered(KerasName Name, Counterpart? Counterpart, IReadOnlyList<string> Gaps, IReadOnlyList<string> LeftOut);

/// <summary>Goes through Keras' names.</summary>
internal static class KerasCoverage
{
    /// <summary>Arguments that Cornea gives a whole word, as the field does, where Keras abbreviates.</summary>
    private static readonly Dictionary<string, string> ArgumentNames = new()
    {
        ["filepath"] = "path",
        ["ndim"] = "rank",
        ["min_ndim"] = "min_rank",
        ["max_ndim"] = "max_rank",
        ["previous_mask"] = "masks",
    };

    public static IReadOnlyList<Covered> All { get; } = [.. KerasApi.Names.Select(Cover)];

    private static Covered Cover(KerasName name)
    {
        Counterpart? counterpart = Counterparts.Find(name);
        if (counterpart is null) return new Covered(name, null, [], []);
        (KerasArgument Argument, string Gap)[] gaps = [.. Gaps(name, counterpart)];
        return new Covered(
            name,
            counterpart,
            [.. gaps.Where(gap => LeftOut.Reason(name, gap.Argument.Name) is null).Select(gap => gap.Gap)],
            [.. gaps.Where(gap => LeftOut.Reason(name, gap.Argument.Name) is not null).Select(gap => gap.Argument.Name)]);
    }

    private static IEnumerable<(KerasArgument Argument, string Gap)> Gaps(KerasName name, Counterpart counterpart)
    {
        JsonObject? config = null;
        string? failure = null;
        JsonObject? Config()
        {
            try
            {
                return config ??= counterpart.Configured is { } type ? Samples.Config(type) : null;
            }
            catch (Exception error) when (error is NotSupportedException or TargetInvocationException)
            {
                failure = (error.InnerException ?? error).Message;
                return null;
            }
        }

        for (int place = counterpart.Owner is null ? 0 : 1; place < name.Arguments.Count; place++)
        {
            KerasArgument argument = name.Arguments[place];
            if (argument.IsRest || IsProperty(argument, counterpart)) continue;
            ParameterInfo?[] named = [.. counterpart.Overloads.Select(parameters => parameters.FirstOrDefault(parameter => Answers(parameter.Name!, argument.Name)))];
            if (named.All(parameter => parameter is null))
            {
                bool placed = !argument.HasDefault && counterpart.Overloads.Any(parameters => place - (counterpart.Owner is null ? 0 : 1) < parameters.Length);
                if (!placed) yield return (argument, $"lacks the argument {argument}");
                continue;
            }

            // Keras' None may also be an overload that hasn't got the argument.
            if (argument is { HasDefault: true, Default: null } && named.Contains(null)) continue;
            string?[] differences = [.. named.OfType<ParameterInfo>().Select(parameter => DefaultValues.Difference(argument, parameter, Config))];
            if (!differences.Contains(null)) yield return (argument, $"'{argument.Name}' {differences[0]}{(failure is null ? "" : $" [{failure}]")}");
        }
    }

    /// <summary>Whether a parameter is Keras' argument of a name.</summary>
    public static bool Answers(string parameter, string argument) =>
        DefaultValues.Plain(parameter) == DefaultValues.Plain(ArgumentNames.GetValueOrDefault(argument, argument));

    // What .NET sets by an object initializer, such as new Dense(3) { Trainable = false }.
    private static bool IsProperty(KerasArgument argument, Counterpart counterpart) =>
        counterpart.Configured?.GetProperties().Any(property => property.SetMethod is { IsPublic: true } && DefaultValues.Plain(property.Name) == DefaultValues.Plain(argument.Name)) == true;
}
