using Cornea.Data;

namespace Cornea.Learn;

/// <summary>Divides rows into training and test parts, several times: <see cref="KFold"/>, <see cref="StratifiedKFold"/>.</summary>
public interface ICrossValidator
{
    /// <summary>The training and test rows of each division. Computes.</summary>
    /// <param name="x">A table with a row for each sample.</param>
    /// <param name="y">A target for each row; null where the way of dividing doesn't ask for them.</param>
    IReadOnlyList<SplitIndices> Split(Tensor x, Tensor? y);
}
