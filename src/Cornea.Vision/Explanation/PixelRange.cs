namespace Cornea.Vision;

/// <summary>Which numbers stand for black and white in a picture.</summary>
internal static class PixelRange
{
    /// <summary>A picture as 0 to 255: one with negative values is taken for −1..1, one without any above 1 for 0..1.</summary>
    public static Tensor ToBytes(Tensor picture)
    {
        float least = picture.Min().ToScalar<float>(), most = picture.Max().ToScalar<float>();
        Tensor bytes = least < 0 ? (picture + 1) * 127.5 : most <= 1 ? picture * 255 : picture;
        return Ops.Clip(bytes, 0, 255);
    }
}
