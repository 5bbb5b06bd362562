namespace Cornea.Vision;

/// <summary>Known networks for images, with Keras' arguments, layer names and order of weights, so that weight files of either fit.</summary>
/// <remarks>
/// <para>All take images [batch, height, width, 3] and give class scores [batch, classes], or features without a top. What each wants its pixels to be
/// scaled to, <see cref="PreprocessInput"/> knows; EfficientNets, MobileNetV3 and ConvNeXt take 0..255 and scale inside.</para>
/// <para>Source: Keras 3, keras.applications. Golden cases: applications/*.</para>
/// </remarks>
public static partial class Applications
{
}
