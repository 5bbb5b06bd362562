namespace Cornea.Plots.Drawing;

/// <summary>What stands above a picture.</summary>
/// <param name="Text">May be empty.</param>
/// <param name="IsRight">Green or red; null for neither.</param>
internal readonly record struct TileCaption(string Text, bool? IsRight)
{
    public static TileCaption None => new("", null);
}
