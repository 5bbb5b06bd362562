namespace Cornea.Reference;

/// <summary>One meeting of a window's tap with a pixel. Pixels are counted over batch, rows and columns; the tap in row order.</summary>
internal readonly record struct Meeting(int Output, int Input, int Tap);
