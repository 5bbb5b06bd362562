namespace Cornea.Vision.Tests.Transfer;

/// <summary>A folder of photos that a test draws: red ones and green ones, of all sizes, with noise.</summary>
internal sealed class DrawnPhotos : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DrawnPhotos(int perClass = 12, string below = "")
    {
        var random = new Random(3);
        foreach (var (name, channel) in new[] { ("green", 1), ("red", 0) })
        {
            Directory.CreateDirectory(Path.Combine(_folder.File(below), name));
            for (int photo = 0; photo < perClass; photo++)
            {
                int height = random.Next(20, 40), width = random.Next(20, 40);
                byte[] pixels = new byte[height * width * 3];
                random.NextBytes(pixels);
                for (int i = channel; i < pixels.Length; i += 3) pixels[i] = (byte)(200 + (pixels[i] / 8));
                ImageTensor.Save(Path.Combine(_folder.File(below), name, $"{photo}.png"), Tensor.From(pixels, [height, width, 3]));
            }
        }
    }

    public string Folder => _folder.Path;

    public string File(string name) => _folder.File(name);

    /// <summary>A network of a few random convolutions: enough to tell red from green.</summary>
    public static Model Backbone() => new Sequential
    {
        new Layers.Input(24, 24, 3), new Layers.Rescaling(1 / 255.0), new Layers.Conv2D(8, 3, activation: "relu"), new Layers.BatchNormalization(), new Layers.Conv2D(8, 3, strides: 2, activation: "relu"),
    };

    public void Dispose() => _folder.Dispose();
}
