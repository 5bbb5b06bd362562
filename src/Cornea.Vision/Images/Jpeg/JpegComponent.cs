namespace Cornea.Vision.Jpeg;

/// <summary>A colour of a JPEG file.</summary>
/// <param name="Id">By which a scan names it.</param>
/// <param name="Horizontal">Samples across an MCU, in blocks.</param>
/// <param name="Vertical">Samples down an MCU, in blocks.</param>
/// <param name="Quantization">By which its coefficients are multiplied, row by row.</param>
internal sealed record JpegComponent(byte Id, int Horizontal, int Vertical, int[] Quantization)
{
    /// <summary>The code of its first coefficients.</summary>
    public required HuffmanTable Dc { get; init; }

    /// <summary>The code of its other coefficients.</summary>
    public required HuffmanTable Ac { get; init; }

    /// <summary>Samples that count.</summary>
    public required int Width { get; init; }

    /// <summary>Rows that count.</summary>
    public required int Height { get; init; }

    /// <summary>Samples of a row, whole blocks of whole MCUs.</summary>
    public required int Pitch { get; init; }

    /// <summary>Rows, whole blocks of whole MCUs.</summary>
    public required int Rows { get; init; }
}
