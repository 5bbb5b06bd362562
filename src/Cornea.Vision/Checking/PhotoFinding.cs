namespace Cornea.Vision;

/// <summary>Something that may be wrong with photos.</summary>
/// <param name="Problem">What.</param>
/// <param name="Files">Which photos; of duplicates all of a group.</param>
/// <param name="Message">In words, with what to do.</param>
/// <param name="IsAcrossParts">Whether duplicates are in several parts, such as train and test: a test would be of what was learned by heart.</param>
/// <param name="Score">Of suspicious labels: how much likelier another class is than the given, −1 to 1; findings come in this order.</param>
/// <param name="Suggestion">Of suspicious labels: the class that is likelier.</param>
public sealed record PhotoFinding(PhotoProblem Problem, IReadOnlyList<string> Files, string Message, bool IsAcrossParts = false, double? Score = null, string? Suggestion = null);
