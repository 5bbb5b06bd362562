namespace Cornea.Vision;

/// <summary>What was found in a folder of photos.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="PhotoCount">How many photos there are.</param>
/// <param name="ClassCounts">How many of each class.</param>
/// <param name="Findings">What may be wrong, the worst kinds first.</param>
/// <param name="Ranking">All photos by how much their label looks wrong, the most suspicious first; empty if labels weren't looked at.</param>
public sealed record PhotoCheckReport(
    string Folder, int PhotoCount, IReadOnlyDictionary<string, int> ClassCounts, IReadOnlyList<PhotoFinding> Findings, IReadOnlyList<string> Ranking);
