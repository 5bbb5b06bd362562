namespace Cornea.Cli.Datasets;

/// <summary>Where a data set lies.</summary>
/// <param name="IsHere">True when no download is needed.</param>
/// <param name="Text">The folder, or how to get it.</param>
internal readonly record struct DatasetPlace(bool IsHere, string Text);
