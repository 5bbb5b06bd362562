namespace Cornea.Goldens.Runners;

/// <summary>Cases of the kind <c>classic</c>: what courses use of scikit-learn. What a case holds tells which they are.</summary>
internal static class ClassicCases
{
    public static void Run(GoldenCase golden)
    {
        if (golden.Json["splits"] is not null)
            SplitCases.Run(golden);
        else if (golden.Has("confusion"))
            LearnCases.RunMetrics(golden);
        else if (golden.Has("minmax_train"))
            LearnCases.RunScalers(golden);
        else if (golden.Has("onehot"))
            LearnCases.RunLabels(golden);
        else
            throw new NotUnderstoodException($"there is no runner for classic cases like {golden.Name}");
    }
}
