using Cornea.Data;
using Cornea.Learn;
using Xunit;

namespace Cornea.Tests.Learn;

/// <summary>The cases of classic/splits compare with scikit-learn; here is what they leave out.</summary>
public class FoldTests
{
    [Fact]
    public void Stratified_folds_with_shuffling()
    {
        // From scikit-learn's algorithm written out with NumPy's RandomState(8).
        int[] labels = [.. Enumerable.Range(0, 41).Select(i => i % 7 == 0 ? 3 : i % 3 == 0 ? -1 : i % 2 == 1 ? 9 : 4)];
        IReadOnlyList<SplitIndices> folds = new StratifiedKFold(3, shuffle: true, randomState: 8).Split(labels);
        Assert.Equal([0, 9, 11, 12, 13, 16, 20, 21, 22, 24, 25, 29, 30, 38], folds[0].Test);
        Assert.Equal([1, 2, 6, 7, 8, 17, 18, 19, 23, 26, 27, 32, 35, 39], folds[1].Test);
        Assert.Equal([3, 4, 5, 10, 14, 15, 28, 31, 33, 34, 36, 37, 40], folds[2].Test);
    }

    [Fact]
    public void Each_row_is_tested_once()
    {
        foreach (SplitIndices fold in new KFold(5, shuffle: true, randomState: 1).Split(23))
            Assert.Equal(Enumerable.Range(0, 23), fold.Train.Concat(fold.Test).Order());
        Assert.Equal(
            Enumerable.Range(0, 23), new KFold(5, shuffle: true, randomState: 1).Split(23).SelectMany(fold => fold.Test).Order());
    }

    [Fact]
    public void Arguments_are_scikit_learns()
    {
        Tensor x = Ops.Arange(12).Reshape(6, 2).Cast(DType.Float32), y = Tensor.From([0, 1, 0, 1, 0, 1], [6]);
        Assert.Equal([0, 1], new KFold(nSplits: 3).Split(x)[0].Test);
        Assert.Equal(new KFold(nSplits: 3).Split(6)[1].Train, new KFold(nSplits: 3).Split(x, y)[1].Train);
        Assert.Equal([0, 1], new StratifiedKFold(nSplits: 3).Split(x, y)[0].Test);
        Assert.Equal(3, CrossValidation.Score(() => new LinearRegression(), x, y, cv: 3).Length);
        Assert.Equal(2, CrossValidation.Score(() => new Ridge(), x, y, cv: new KFold(2, shuffle: true, randomState: 1)).Length);
        Assert.Throws<ArgumentNullException>(() => new StratifiedKFold(3).Split(x, null));
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Assert.Contains("StratifiedKFold", Assert.Throws<ArgumentException>(() => new StratifiedKFold(1)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new KFold(3, randomState: 1));
        Assert.Throws<ArgumentException>(() => new KFold(3).Split(2));
        Assert.Throws<ArgumentException>(() => new StratifiedKFold(3).Split([0, 1, 0, 1]));
        Assert.Throws<ArgumentException>(() => new StratifiedKFold(3).Split([]));
    }
}
