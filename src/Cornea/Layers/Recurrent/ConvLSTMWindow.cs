namespace Cornea.Layers;

/// <summary>The window of a convolutional recurrent layer, along each axis.</summary>
internal sealed record ConvLSTMWindow(int[] Sizes, int[] Strides, Padding Padding, DataFormat DataFormat, int[] Dilations)
{
    public int Rank => Sizes.Length;

    public static ConvLSTMWindow Read(LayerConfig config, int rank)
    {
        return new(Numbers("kernel_size"), Numbers("strides"), config.GetPadding(), config.GetDataFormat(), Numbers("dilation_rate"));

        int[] Numbers(string name)
        {
            int[] numbers = config.GetIntsOrNull(name) ?? [1];
            return numbers.Length == rank ? numbers : numbers.Length == 1 ? [.. Enumerable.Repeat(numbers[0], rank)]
                : throw new InvalidDataException($"Config: expected {rank} whole numbers for '{name}', got {numbers.Length}.");
        }
    }

    /// <summary>This window, if it's allowed.</summary>
    public ConvLSTMWindow Checked(string label)
    {
        if (Sizes.Min() < 1 || Strides.Min() < 1 || Dilations.Min() < 1)
            throw new ArgumentException($"{label}: expected a kernelSize, strides and a dilationRate of at least 1, got ({string.Join(", ", Sizes)}), ({string.Join(", ", Strides)}) and ({string.Join(", ", Dilations)}).", "kernelSize");
        if (Padding == Padding.Causal) throw new ArgumentException($"{label}: expected padding valid or same, got causal.", "padding");
        return Strides.Max() == 1 || Dilations.Max() == 1 ? this
            : throw new ArgumentException($"{label}: strides above 1 don't go with a dilation rate above 1.", "strides");
    }

    public LayerConfig Write(LayerConfig config) => config
        .With("kernel_size", ConfigValues.Numbers(Sizes))
        .With("strides", ConfigValues.Numbers(Strides))
        .With("padding", Padding.ToString())
        .With("data_format", DataFormat.ToString())
        .With("dilation_rate", ConfigValues.Numbers(Dilations));
}
