namespace Cornea.Goldens.Runners;

/// <summary>Cases of the kind <c>classic</c>: what courses use of scikit-learn. What a case holds tells which they are.</summary>
internal static class ClassicCases
{
    public static void Run(GoldenCase golden)
    {
        if (golden.Json["splits"] is not null)
            SplitCases.Run(golden);
        else if (golden.Has("y_true") || golden.Has("y_real") || golden.Has("y_binary"))
            ScoreCases.Run(golden);
        else if (golden.Has("x") && golden.Has("xt"))
            RegressionCases.Run(golden);
        else if (golden.ArrayNames.Any(name => name.StartsWith("onehot", StringComparison.Ordinal) || name == "normalized"))
            LabelCases.Run(golden);
        else
            throw new NotUnderstoodException($"there is no runner for classic cases like {golden.Name}");
    }
}
