namespace Cornea.Data;

// Which elements there are, in which order, from where and when.
public sealed partial class Dataset
{
    /// <summary>The elements of several datasets side by side, as long as all have one.</summary>
    /// <param name="datasets">
    /// Two or three without targets give inputs, targets and weights, as Keras takes a tuple. Otherwise all their inputs are put together, all
    /// their targets, and all their weights.
    /// </param>
    public static Dataset Zip(params ReadOnlySpan<Dataset> datasets)
    {
        if (datasets.Length == 0) throw new ArgumentException("Dataset.Zip: expected at least one dataset, got none.", nameof(datasets));
        var stages = new Stage[datasets.Length];
        for (int i = 0; i < stages.Length; i++) stages[i] = datasets[i]?._stage ?? throw new ArgumentNullException(nameof(datasets));
        return new Dataset(new ZipStage(stages));
    }

    /// <summary>The elements of this dataset, then those of another.</summary>
    public Dataset Concatenate(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return new Dataset(new ConcatenateStage(_stage, dataset._stage));
    }

    /// <summary>Makes a dataset of each element, and gives the elements of several of them in turn.</summary>
    /// <param name="function">From an element to a dataset, such as a file's name to its lines. Called when the dataset's turn comes.</param>
    /// <param name="cycleLength">How many datasets are open at once.</param>
    /// <param name="blockLength">How many elements each gives in its turn.</param>
    /// <param name="numParallelCalls">More than one: the next elements of each open dataset are made in the background. The order is the same.</param>
    public Dataset Interleave(Func<Batch, Dataset> function, int cycleLength, int blockLength = 1, int? numParallelCalls = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentOutOfRangeException.ThrowIfLessThan(cycleLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(blockLength, 1);
        bool isAhead = ThreadsOf(numParallelCalls) > 1;
        return new Dataset(new InterleaveStage(
            _stage,
            element =>
            {
                Dataset made = function(element) ?? throw new InvalidOperationException("Dataset.Interleave: expected a dataset from the function, got null.");
                return isAhead ? made.Prefetch(blockLength)._stage : made._stage;
            },
            cycleLength,
            blockLength));
    }

    /// <summary>Makes a dataset of each element, and gives the elements of one after the other.</summary>
    /// <param name="function">From an element to a dataset. Called when the dataset's turn comes.</param>
    public Dataset FlatMap(Func<Batch, Dataset> function) => Interleave(function, cycleLength: 1);

    /// <summary>Puts the elements into random order, by drawing each from a buffer that the next elements refill.</summary>
    /// <param name="bufferSize">How many elements the buffer holds; as many as there are elements for a perfect shuffle. What has not been
    /// computed yet stays so: of rows of arrays the buffer holds no more than their numbers.</param>
    /// <param name="seed">For the same orders in each run of the program. Null: drawn from <see cref="RandomSeed"/>.</param>
    /// <param name="reshuffleEachIteration">Whether each iteration has another order.</param>
    public Dataset Shuffle(int bufferSize, int? seed = null, bool reshuffleEachIteration = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferSize, 1);
        return new Dataset(new ShuffleStage(_stage, bufferSize, seed ?? RandomSeed.Next(), reshuffleEachIteration));
    }

    /// <summary>Goes through the elements several times.</summary>
    /// <param name="count">How often. Null: without end; Fit then wants <c>stepsPerEpoch</c>.</param>
    public Dataset Repeat(int? count = null)
    {
        if (count is { } times) ArgumentOutOfRangeException.ThrowIfNegative(times, nameof(count));
        return new Dataset(new RepeatStage(_stage, count));
    }

    /// <summary>Only the first elements.</summary>
    public Dataset Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new Dataset(new TakeStage(_stage, count));
    }

    /// <summary>All but the first elements.</summary>
    public Dataset Skip(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new Dataset(new SkipStage(_stage, count));
    }

    /// <summary>Every so-many-th element: the part of one of several programs that share the work.</summary>
    /// <param name="numShards">How many parts there are.</param>
    /// <param name="index">Which of them, from 0.</param>
    public Dataset Shard(int numShards, int index)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numShards, 1);
        if (index < 0 || index >= numShards)
            throw new ArgumentOutOfRangeException(nameof(index), $"Dataset.Shard: expected an index from 0 to {numShards - 1}, got {index}.");
        return new Dataset(new ShardStage(_stage, numShards, index));
    }

    /// <summary>Keeps the elements as the first whole iteration makes them: later ones don't ask the stages before again.</summary>
    /// <param name="fileName">
    /// The file that keeps them, for later runs of the program too; written beside its place and renamed when it is whole, and checked when it
    /// is read. Null: memory. What comes before Cache, shuffling included, happens once.
    /// </param>
    public Dataset Cache(string? fileName = null)
    {
        if (fileName is not null) ArgumentException.ThrowIfNullOrWhiteSpace(fileName);
        return new Dataset(new CacheStage(_stage, fileName));
    }

    /// <summary>Makes elements ahead in the background, while the model is at work on earlier ones.</summary>
    /// <param name="bufferSize">How many may wait; two for <see cref="Autotune"/>.</param>
    /// <param name="numParallelCalls">
    /// How many threads call the loader of <see cref="FromLoader"/>, shuffled or not; <see cref="Autotune"/>: as many as there are processors. Null: one.
    /// The order is the same. What has other stages before it is made by one thread; MapElements has threads of its own.
    /// </param>
    public Dataset Prefetch(int bufferSize = 2, int? numParallelCalls = null)
    {
        if (bufferSize == Autotune) bufferSize = 2;
        ArgumentOutOfRangeException.ThrowIfLessThan(bufferSize, 1);
        return new Dataset(new PrefetchStage(_stage, bufferSize, ThreadsOf(numParallelCalls)));
    }

    /// <summary>Says how many elements there are where the pipeline can't know it; going through it fails when it isn't so.</summary>
    public Dataset AssertCardinality(long expectedCardinality)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(expectedCardinality);
        return new Dataset(new CountedStage(_stage, expectedCardinality));
    }

    /// <summary>Parts of the dataset, as tensorflow-datasets writes them: <c>data.Split("[:80%]", "[80%:90%]", "[90%:]")</c>.</summary>
    /// <param name="parts">
    /// Of each part where it begins and ends: numbers count elements, with % they are parts of the whole, rounded to the nearest element;
    /// negative ones count from the end.
    /// </param>
    /// <remarks>The order must be the same each time, or an element is in several parts: shuffle the parts, not the whole.</remarks>
    /// <exception cref="ArgumentException">A part isn't of that form or doesn't fit.</exception>
    /// <exception cref="InvalidOperationException">The number of elements isn't known.</exception>
    public DatasetParts Split(params ReadOnlySpan<string> parts)
    {
        int count = KnownCount("Split");
        var datasets = new Dataset[parts.Length];
        for (int i = 0; i < datasets.Length; i++)
        {
            SplitRange range = SplitRange.Parse(parts[i]);
            if (range.Name is not null) throw new ArgumentException($"Dataset.Split: expected a part such as \"[:80%]\", got '{parts[i]}'; a dataset has no part of a name.", nameof(parts));
            (int start, int end) = range.In(count);
            datasets[i] = Skip(start).Take(end - start);
        }

        return new DatasetParts(datasets);
    }

    /// <summary>Two parts of the dataset.</summary>
    /// <param name="leftSize">The first part: a fraction (to the nearest element) or a number of elements. Null: what the right one leaves.</param>
    /// <param name="rightSize">The second, from the end. Null: what the left one leaves.</param>
    /// <param name="shuffle">Whether the elements are put into random order first, once.</param>
    /// <param name="seed">Of that order, which is the one of Python's <c>random.shuffle</c>. Null: drawn from <see cref="RandomSeed"/>.</param>
    /// <remarks>Where the number of elements isn't known, they are counted first. Source: Keras 3, utils.split_dataset.</remarks>
    /// <exception cref="ArgumentException">No size is given, a part would be empty, or they are larger than the whole.</exception>
    public DatasetParts Split(SplitSize? leftSize = null, SplitSize? rightSize = null, bool shuffle = false, int? seed = null)
    {
        const string Who = "Dataset.Split";
        if (IsEndless) throw new ArgumentException($"{Who}: the dataset has no end; Take some of it first.");
        if (leftSize is null && rightSize is null) throw new ArgumentException($"{Who}: expected leftSize, rightSize or both.", nameof(leftSize));
        int count = checked((int)(Count ?? this.LongCount()));
        int left = leftSize?.NearestRowsOf(count) ?? count - rightSize!.Value.NearestRowsOf(count);
        int right = rightSize?.NearestRowsOf(count) ?? count - left;
        if (left <= 0 || right <= 0 || left + right > count)
            throw new ArgumentException($"{Who}: {count} elements can't be divided into {left} (leftSize {leftSize?.ToString() ?? "null"}) and {right} (rightSize {rightSize?.ToString() ?? "null"}).");
        int[] order = [.. Enumerable.Range(0, count)];
        if (shuffle) new PythonRandom(seed ?? RandomSeed.Next()).Shuffle<int>(order);
        return new DatasetParts(new Dataset(new PickStage(_stage, order[..left])), new Dataset(new PickStage(_stage, order[^right..])));
    }

    /// <summary>Parts of a set that has a training part and a test part, as tensorflow-datasets writes them.</summary>
    /// <param name="set">The set, as <c>FashionMnist.Load()</c> gives it.</param>
    /// <param name="parts"><c>"train[:80%]"</c>, <c>"train[80%:]"</c>, <c>"test[100:200]"</c>; several with + between them. Rounding as in <see cref="Split(ReadOnlySpan{string})"/>.</param>
    /// <exception cref="ArgumentException">A part isn't of that form or doesn't fit.</exception>
    public static DatasetParts FromSplits(((Tensor X, Tensor Y) Train, (Tensor X, Tensor Y) Test) set, params ReadOnlySpan<string> parts)
    {
        var sets = new Dictionary<string, Dataset> { ["train"] = From(set.Train.X, set.Train.Y), ["test"] = From(set.Test.X, set.Test.Y) };
        var datasets = new Dataset[parts.Length];
        for (int i = 0; i < datasets.Length; i++)
        {
            datasets[i] = parts[i].Split('+').Select(Part).Aggregate((first, second) => first.Concatenate(second));
        }

        return new DatasetParts(datasets);

        Dataset Part(string text)
        {
            SplitRange range = SplitRange.Parse(text);
            if (range.Name is null || !sets.TryGetValue(range.Name, out Dataset? whole))
                throw new ArgumentException($"Dataset.FromSplits: expected a part of train or test, such as \"train[:80%]\", got '{text}'.", nameof(parts));
            (int start, int end) = range.In(whole.KnownCount("FromSplits"));
            return whole.Skip(start).Take(end - start);
        }
    }

    private int KnownCount(string method) => Count is { } count
        ? checked((int)count)
        : throw new InvalidOperationException($"Dataset.{method}: the number of elements isn't known. AssertCardinality says it.");
}
