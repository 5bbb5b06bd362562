using Cornea.Activations;
using Cornea.Regularizers;

namespace Cornea.Layers;

/// <summary>What all convolutions are told: the window, the bias and the activation.</summary>
/// <param name="Name">Unique within the model; null for one of its own.</param>
/// <param name="KernelSize">Of the window, along each axis.</param>
/// <param name="Strides">From window to window.</param>
/// <param name="Padding">At the edges.</param>
/// <param name="DataFormat">Where the channels are.</param>
/// <param name="DilationRate">Within the window; 1 is dense.</param>
/// <param name="Activation">Applied to the sums; null for none.</param>
/// <param name="UseBias">Whether a number is added to each output channel.</param>
/// <param name="Bias">That number.</param>
/// <param name="ActivityRegularizer">A penalty on the output.</param>
internal sealed record ConvolutionOptions(
    string? Name, int[] KernelSize, int[] Strides, Padding Padding, DataFormat DataFormat, int[] DilationRate, ActivationFunction? Activation,
    bool UseBias, WeightOptions Bias, Regularizer? ActivityRegularizer)
{
    /// <summary>The options in a config, for a window over so many axes.</summary>
    public static ConvolutionOptions Read(LayerConfig config, int axes) => new(
        config.GetString("name"), config.GetSizes("kernel_size", axes), config.GetSizes("strides", axes, 1), config.GetPadding(), config.GetDataFormat(),
        config.GetSizes("dilation_rate", axes, 1), config.GetActivation(), config.GetBool("use_bias", true), WeightOptions.ReadBias(config),
        config.GetRegularizer("activity_regularizer"));

    /// <summary>Puts these options into a config.</summary>
    public LayerConfig Write(LayerConfig config) => Bias.Write(
        config
            .With("kernel_size", ConfigValues.Numbers(KernelSize))
            .With("strides", ConfigValues.Numbers(Strides))
            .With("padding", Padding.ToString())
            .With("data_format", DataFormat.ToString())
            .With("dilation_rate", ConfigValues.Numbers(DilationRate))
            .With("activation", Activation ?? ActivationFunction.Linear)
            .With("use_bias", UseBias)
            .With("activity_regularizer", ActivityRegularizer),
        "bias");
}
