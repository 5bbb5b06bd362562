using Cornea.Graphs.Operations;

namespace Cornea.Tests.Operations;

/// <summary>Random windows over images, every kind of stride, dilation and padding among them.</summary>
internal static class Windows
{
    /// <summary>A window and the size of an image in which it has room.</summary>
    public static (Window2D Window, int Height, int Width) Window(this Draw draw, bool dilated)
    {
        int height = draw.Int(1, 3), width = draw.Int(1, 3);
        int dilationY = dilated ? draw.Int(1, 2) : 1, dilationX = dilated ? draw.Int(1, 2) : 1;
        var window = new Window2D(height, width, draw.Int(1, 2), draw.Int(1, 2), dilationY, dilationX);
        window = draw.Int(0, 2) switch
        {
            0 => window,
            1 => window with { Same = true },
            _ => window with
            {
                PadTop = draw.Int(0, height - 1), PadBottom = draw.Int(0, height - 1), PadLeft = draw.Int(0, width - 1), PadRight = draw.Int(0, width - 1),
            },
        };
        int reachY = ((height - 1) * dilationY) + 1, reachX = ((width - 1) * dilationX) + 1;
        return (window, reachY + draw.Int(0, 3), reachX + draw.Int(0, 3));
    }
}
