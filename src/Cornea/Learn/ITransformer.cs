namespace Cornea.Learn;

/// <summary>What changes tables: scalers, and what makes columns of columns.</summary>
public interface ITransformer
{
    /// <summary>Learns from a table and changes it. Computes.</summary>
    /// <param name="x">A table [rows, columns].</param>
    Tensor FitTransform(Tensor x);

    /// <summary>Changes a table as was learned. Computes.</summary>
    /// <param name="x">A table [rows, columns].</param>
    Tensor Transform(Tensor x);
}
