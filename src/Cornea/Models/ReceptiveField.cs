namespace Cornea;

/// <summary>Which part of a model's image each place of a layer's output sees.</summary>
/// <param name="Height">How many rows, in pixels.</param>
/// <param name="Width">How many columns, in pixels.</param>
/// <param name="StrideHeight">Pixels from what one place sees to what the place below it sees.</param>
/// <param name="StrideWidth">Pixels from what one place sees to what the place right of it sees.</param>
/// <param name="Top">The first row that the first place sees; negative where that lies in the padding.</param>
/// <param name="Left">The first column that the first place sees.</param>
/// <remarks>
/// A window of k adds (k − 1) · dilation times the product of all strides before it. Source: Araujo, Norris and Sim, Computing receptive fields of
/// convolutional neural networks (2019).
/// </remarks>
public readonly record struct ReceptiveField(long Height, long Width, long StrideHeight, long StrideWidth, long Top, long Left);
