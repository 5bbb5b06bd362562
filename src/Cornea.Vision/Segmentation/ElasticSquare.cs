namespace Cornea.Vision;

/// <summary>Where the pixels of a square come from that is cut out of an image, turned or mirrored, and distorted smoothly.</summary>
/// <remarks>
/// Points every 64 pixels are moved at random; what lies between them follows smoothly (Hermite's 3t² − 2t³, so that there are no folds at the points' rows
/// and columns). Source: Ronneberger, Fischer and Brox, U-Net: convolutional networks for biomedical image segmentation (2015), section 3.1, arXiv:1505.04597;
/// there with normal numbers and bicubic between. Uniform ones need no logarithm, which isn't the same on all machines.
/// </remarks>
internal sealed class ElasticSquare
{
    private const int Spacing = 64;

    private readonly int _top, _left, _way, _points;
    private readonly (float Down, float Right)[] _moved;

    public ElasticSquare(Random random, int side, double farthest, int top, int left, int way)
    {
        (Side, _top, _left, _way) = (side, top, left, way);
        _points = ((side - 1) / Spacing) + 2;
        _moved = new (float, float)[checked(_points * _points)];
        for (int point = 0; point < _moved.Length; point++) _moved[point] = (Move(), Move());

        float Move() => (float)(((2 * random.NextDouble()) - 1) * farthest);
    }

    public int Side { get; }

    /// <summary>The place in the image, in pixels, of the square's pixel; near the image's edge it may lie beyond it.</summary>
    public (float Row, float Column) this[int row, int column]
    {
        get
        {
            (int y, int x) = Turned(row, column, Side, _way);
            (int above, int before) = (row / Spacing, column / Spacing);
            (float down, float right) = (Smooth((row % Spacing) / (float)Spacing), Smooth((column % Spacing) / (float)Spacing));
            (float Down, float Right) upper = Mix(Moved(above, before), Moved(above, before + 1), right), lower = Mix(Moved(above + 1, before), Moved(above + 1, before + 1), right);
            (float Down, float Right) moved = Mix(upper, lower, down);
            return (_top + y + moved.Down, _left + x + moved.Right);
        }
    }

    // One of the eight ways to turn and mirror a square.
    private static (int Row, int Column) Turned(int row, int column, int side, int way)
    {
        (int y, int x) = (way & 1) == 0 ? (row, column) : (column, row);
        if ((way & 2) != 0) y = side - 1 - y;
        if ((way & 4) != 0) x = side - 1 - x;
        return (y, x);
    }

    private (float Down, float Right) Moved(int row, int column) => _moved[(row * _points) + column];

    private static (float Down, float Right) Mix((float Down, float Right) first, (float Down, float Right) second, float part) =>
        (first.Down + ((second.Down - first.Down) * part), first.Right + ((second.Right - first.Right) * part));

    private static float Smooth(float part) => part * part * (3 - (2 * part));
}
