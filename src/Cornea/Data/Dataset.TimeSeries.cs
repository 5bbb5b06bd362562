namespace Cornea.Data;

// Windows over a series.
public sealed partial class Dataset
{
    /// <summary>Sliding windows over the rows of a series, for a model that foretells it. Computes the arrays.</summary>
    /// <param name="data">The series [steps, …].</param>
    /// <param name="targets">For each step the target of the window that begins with it [steps, …]; null without.</param>
    /// <param name="sequenceLength">How many rows a window has.</param>
    /// <param name="sequenceStride">From the beginning of a window to that of the next.</param>
    /// <param name="samplingRate">From one row of a window to its next.</param>
    /// <param name="batchSize">Windows in a batch (the last may have fewer); null: single windows.</param>
    /// <param name="shuffle">Whether the windows come in random order.</param>
    /// <param name="seed">Of that order. Null: drawn from <see cref="RandomSeed"/>.</param>
    /// <param name="startIndex">Rows before this one aren't used; null: 0.</param>
    /// <param name="endIndex">Rows from this one on aren't used; null: all are.</param>
    /// <returns>Batches of windows [batch, sequenceLength, …], with their targets.</returns>
    /// <remarks>Source: Keras 3, utils.timeseries_dataset_from_array; the first shuffle is NumPy's, the one between epochs Cornea's.</remarks>
    /// <exception cref="ArgumentException">A number is out of its range, or the shapes don't fit.</exception>
    public static Dataset FromTimeSeries(
        Tensor data, Tensor? targets, int sequenceLength, int sequenceStride = 1, int samplingRate = 1, int? batchSize = 128, bool shuffle = false,
        int? seed = null, int? startIndex = null, int? endIndex = null)
    {
        const string Who = "Dataset.FromTimeSeries";
        const int BatchesInBuffer = 8;
        const int WindowsInBuffer = 1024;
        int rows = Rows.Count(Who, nameof(data), data);
        int start = startIndex ?? 0, end = endIndex ?? rows;
        if (start < 0 || start >= rows) throw new ArgumentException($"{Who}: expected startIndex from 0 to {rows - 1}, got {startIndex}.", nameof(startIndex));
        if (end <= start || end > rows) throw new ArgumentException($"{Who}: expected endIndex above {start} and at most {rows}, got {endIndex}.", nameof(endIndex));
        CheckRange(Who, nameof(sequenceLength), sequenceLength, rows);
        CheckRange(Who, nameof(sequenceStride), sequenceStride, rows);
        CheckRange(Who, nameof(samplingRate), samplingRate, rows);
        int windows = (int)Math.Max(0, end - start - ((sequenceLength - 1) * (long)samplingRate));
        if (targets is not null) windows = Math.Min(windows, Rows.Count(Who, nameof(targets), targets) - start);
        int[] starts = [.. Enumerable.Range(0, Math.Max(0, windows)).Where(window => window % sequenceStride == 0).Select(window => start + window)];
        int drawn = seed ?? (shuffle ? RandomSeed.Next() & int.MaxValue : 0);
        if (shuffle) new NumPyRandom((uint)drawn).Shuffle<int>(starts);

        var series = new Dataset(new TimeSeriesStage(
            data.Evaluate(), new TensorSpec(data.Shape[1..], data.DType), targets?.Evaluate(),
            targets is null ? default : new TensorSpec(targets.Shape[1..], targets.DType), starts, sequenceLength, samplingRate));
        if (shuffle) series = series.Shuffle(batchSize is { } size ? checked(size * BatchesInBuffer) : WindowsInBuffer, drawn);
        return batchSize is { } windowsInBatch ? series.Batch(windowsInBatch) : series;
    }

    private static void CheckRange(string who, string name, int value, int rows)
    {
        if (value < 1 || value >= Math.Max(2, rows))
            throw new ArgumentException($"{who}: expected {name} from 1 to below the {rows} rows, got {value}.", name);
    }
}
