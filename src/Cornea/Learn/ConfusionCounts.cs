namespace Cornea.Learn;

/// <summary>How often each true label (the row) was taken for each label (the column); weighted samples count by their weight.</summary>
internal static class ConfusionCounts
{
    /// <param name="truth">True labels.</param>
    /// <param name="prediction">Predicted labels.</param>
    /// <param name="labels">What the rows and columns stand for; samples of other labels aren't counted.</param>
    /// <param name="weights">What each sample counts.</param>
    public static double[,] Of(int[] truth, int[] prediction, int[] labels, double[] weights)
    {
        var places = labels.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        var matrix = new double[labels.Length, labels.Length];
        for (int i = 0; i < truth.Length; i++)
            if (places.TryGetValue(truth[i], out int row) && places.TryGetValue(prediction[i], out int column)) matrix[row, column] += weights[i];
        return matrix;
    }

    /// <summary>The sums of the rows and of the columns.</summary>
    public static (double[] Rows, double[] Columns) Margins(double[,] matrix)
    {
        int size = matrix.GetLength(0);
        double[] rows = new double[size], columns = new double[size];
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < size; column++)
            {
                rows[row] += matrix[row, column];
                columns[column] += matrix[row, column];
            }
        }

        return (rows, columns);
    }
}
