namespace Cornea.Vision;

/// <summary>What tensors can do that are images.</summary>
public static class ImageTensorExtensions
{
    /// <summary>Writes the image: <c>why.Overlay("cat.jpg").Save("why.png")</c>.</summary>
    /// <inheritdoc cref="ImageTensor.Save"/>
    public static void Save(this Tensor image, string path) => ImageTensor.Save(path, image);
}
