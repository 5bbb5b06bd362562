namespace Cornea.Vision.Tests;

public sealed class PreprocessInputTests
{
    private static readonly Tensor Pixel = Tensor.From(new float[,,] { { { 255, 127.5f, 0 } } });

    [Theory]
    [InlineData("tf", new float[] { 1, 0, -1 })]
    [InlineData("mobilenet_v2", new float[] { 1, 0, -1 })]
    [InlineData("caffe", new[] { -103.939f, 10.721f, 131.32f })]
    [InlineData("VGG16", new[] { -103.939f, 10.721f, 131.32f })]
    [InlineData("torch", new[] { 2.2489f, 0.19643f, -1.80444f })]
    [InlineData("efficientnet_v2", new float[] { 255, 127.5f, 0 })]
    public void PixelsBecomeWhatTheNetworkWasTrainedOn(string application, float[] expected)
    {
        float[] actual = Applications.PreprocessInput(Pixel, application).Reshape(3).ToArray<float>();

        for (int i = 0; i < 3; i++) Assert.Equal(expected[i], actual[i], tolerance: 1e-4f);
    }

    [Fact]
    public void AnUnknownNetworkIsNamed()
    {
        var error = Assert.Throws<ArgumentException>(() => Applications.PreprocessInput(Pixel, "lenet"));

        Assert.Contains("there is no network 'lenet'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GreyImagesAreRefusedWhereChannelsCount()
        => Assert.Throws<ShapeException>(() => Applications.PreprocessInput(Ops.Zeros([1, 8, 8, 1]), "caffe"));
}
