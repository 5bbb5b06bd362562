namespace Cornea.Plots.Drawing;

/// <summary>True classes, and what a network gave for each class.</summary>
/// <param name="Truth">The class of each sample.</param>
/// <param name="Scores">Of each class, each sample's; of two classes those of class 1 alone.</param>
/// <param name="Names">The classes'.</param>
internal sealed record ClassSamples(int[] Truth, float[][] Scores, IReadOnlyList<string> Names)
{
    /// <summary>Whether there are scores of class 1 alone.</summary>
    public bool IsBinary => Scores.Length == 1;

    /// <exception cref="ArgumentException">They don't fit together.</exception>
    public static ClassSamples Of(string who, Tensor yTrue, Tensor yScore, IReadOnlyList<string>? names)
    {
        ArgumentNullException.ThrowIfNull(yTrue);
        ArgumentNullException.ThrowIfNull(yScore);
        if (yTrue.Rank == 2 && yTrue.Shape[1] == 1) yTrue = yTrue.Squeeze(-1);
        if (yScore.Rank == 2 && yScore.Shape[1] == 1) yScore = yScore.Squeeze(-1);
        if (yTrue.Rank != 1 || yScore.Rank is not (1 or 2) || yTrue.Shape[0] != yScore.Shape[0] || yTrue.Shape[0] == 0)
            throw new ArgumentException($"{who}: expected true classes [samples] and scores [samples] or [samples, classes], got {yTrue.Shape} and {yScore.Shape}.");
        int classes = yScore.Rank == 1 ? 2 : yScore.Shape[1], samples = yTrue.Shape[0];
        int[] truth = yTrue.Cast(DType.Int32).ToArray<int>();
        if (truth.FirstOrDefault(label => label < 0 || label >= classes, -1) is var odd && truth.Any(label => label < 0 || label >= classes))
            throw new ArgumentException($"{who}: expected true classes from 0 to {classes - 1}, got {odd}.");
        if (names is not null && names.Count != classes) throw new ArgumentException($"{who}: expected a name for each of {classes} classes, got {names.Count}.");
        float[] all = yScore.Cast(DType.Float32).ToArray<float>();
        if (all.FirstOrDefault(score => !float.IsFinite(score)) is var wrong && !float.IsFinite(wrong)) throw new ArgumentException($"{who}: expected finite scores, got {wrong}.");
        float[][] scores = yScore.Rank == 1 ? [all] : [.. Enumerable.Range(0, classes).Select(index => Enumerable.Range(0, samples).Select(sample => all[(sample * classes) + index]).ToArray())];
        return new(truth, scores, names ?? [.. Enumerable.Range(0, classes).Select(index => $"{index}")]);
    }

    /// <summary>A curve for each class that occurs beside others; of two classes whose scores are class 1's, one.</summary>
    public ScoreCurve[] Curves(Func<Tensor, Tensor, ScoreCurve> make)
    {
        if (IsBinary) return [make(Tensor.From(Truth, Truth.Length), Tensor.From(Scores[0], Truth.Length))];
        return [.. Enumerable.Range(0, Scores.Length)
            .Where(index => Truth.Contains(index) && Truth.Any(label => label != index))
            .Select(index => make(Tensor.From(Truth.Select(label => label == index ? 1 : 0).ToArray(), Truth.Length), Tensor.From(Scores[index], Truth.Length)) with { Name = Names[index] })];
    }
}
