using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Cornea.Data;
using Cornea.Learn;

namespace Cornea.Goldens.Runners;

/// <summary>
/// Cases with <c>splits</c>: each is a call of train_test_split, KFold or StratifiedKFold by its arguments, and its indices are the
/// arrays <c>{name}_train</c> and <c>{name}_test</c>, of folds <c>{name}_{fold}_test</c>.
/// </summary>
internal static partial class SplitCases
{
    public static void Run(GoldenCase golden)
    {
        foreach (var (name, arguments) in golden.Json["splits"]!)
            Run(golden, name, new Arguments(name, arguments!.Whole().AsObject()));
    }

    private static void Run(GoldenCase golden, string name, Arguments arguments)
    {
        int count = arguments.Take("n").ToInt();
        JsonNode? splits = arguments.TryTake("n_splits");
        if (splits is null)
        {
            SplitIndices got = TrainTest(count, arguments);
            arguments.ExpectAllTaken();
            Check(golden, $"{name}_train", got.Train);
            Check(golden, $"{name}_test", got.Test);
            return;
        }

        IReadOnlyList<SplitIndices> folds = Folds(count, splits.ToInt(), arguments);
        arguments.ExpectAllTaken();
        for (int fold = 0; fold < folds.Count; fold++)
        {
            var (train, test) = folds[fold];
            Check(golden, $"{name}_{fold}_test", test);
            if (golden.Has($"{name}_{fold}_train"))
                Check(golden, $"{name}_{fold}_train", train);
            else if (!train.SequenceEqual(Enumerable.Range(0, count).Except(test)))
                throw new MismatchException($"{name}: the training part of fold {fold} isn't what the test part leaves");
        }
    }

    private static SplitIndices TrainTest(int count, Arguments arguments) => Split.Indices(
        count,
        Size(arguments.TryTake("test_size")),
        Size(arguments.TryTake("train_size")),
        arguments.TryTake("random_state")?.ToInt(),
        arguments.TryTake("shuffle")?.ToBool() ?? true,
        arguments.TryTake("stratify") is { } labels ? Labels(labels) : []);

    private static IReadOnlyList<SplitIndices> Folds(int count, int splits, Arguments arguments)
    {
        bool shuffle = arguments.TryTake("shuffle")?.ToBool() ?? false;
        int? randomState = arguments.TryTake("random_state")?.ToInt();
        return arguments.TryTake("labels") is { } labels
            ? new StratifiedKFold(splits, shuffle, randomState).Split(Labels(labels))
            : new KFold(splits, shuffle, randomState).Split(count);
    }

    // Ternaries of mixed types would turn the count into a fraction.
    private static SplitSize? Size(JsonNode? node)
    {
        if (node is null)
            return null;
        return node.IsWholeNumber() ? SplitSize.Rows(node.ToInt()) : SplitSize.Fraction(node.ToDouble());
    }

    /// <summary>Labels as a list, or by NumPy's words <c>arange(60) % 3</c>.</summary>
    private static int[] Labels(JsonNode node)
    {
        if (node is JsonArray list)
            return [.. list.Select(GoldenJson.ToInt)];
        Match match = RangeModulo().Match(node.ToText());
        if (!match.Success)
            throw new NotUnderstoodException($"labels '{node}'");
        int count = int.Parse(match.Groups[1].Value);
        int modulus = int.Parse(match.Groups[2].Value);
        return [.. Enumerable.Range(0, count).Select(i => i % modulus)];
    }

    private static void Check(GoldenCase golden, string array, int[] got)
    {
        double[] values = Array.ConvertAll(got, index => (double)index);
        GoldenTolerance.Exact.Check(array, golden[array], [got.Length], values);
    }

    [GeneratedRegex(@"^arange\((\d+)\) ?% ?([1-9]\d*)$")]
    private static partial Regex RangeModulo();
}
