namespace Cornea.Vision;

/// <summary>What happens to an image whose ratio of width to height isn't the one wanted.</summary>
internal enum AspectFit
{
    /// <summary>It's stretched.</summary>
    Stretch,

    /// <summary>What is too much at two sides is cut off.</summary>
    Crop,

    /// <summary>What is missing at two sides is black.</summary>
    Pad,
}
