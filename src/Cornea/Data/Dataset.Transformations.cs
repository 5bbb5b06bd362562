namespace Cornea.Data;

// What becomes of each element.
public sealed partial class Dataset
{
    /// <summary>Changes the input of each element by a function; targets and weights stay as they are.</summary>
    /// <param name="function">
    /// From an input to another. It is traced once for each shape of input and then run as a plan, so C# side effects happen only then.
    /// </param>
    /// <param name="numParallelCalls">How many elements are made at once, by threads of their own; see <see cref="MapElements"/>.</param>
    /// <exception cref="ArgumentException">The elements have several inputs; <see cref="MapElements"/> has them all.</exception>
    public Dataset Map(Func<Tensor, Tensor> function, int? numParallelCalls = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return MapElements(
            element => new Batch(function(OnlyInput("Map", element)), element.Targets, element.SampleWeights), numParallelCalls);
    }

    /// <summary>Changes the input and the target of each element by a function; weights stay as they are.</summary>
    /// <param name="function">
    /// From input and target to others. It is traced once for each kind of element and then run as a plan, so C# side effects happen only
    /// then.
    /// </param>
    /// <param name="numParallelCalls">How many elements are made at once, by threads of their own; see <see cref="MapElements"/>.</param>
    /// <exception cref="ArgumentException">The elements have no target, or several inputs or targets.</exception>
    public Dataset Map(Func<Tensor, Tensor, (Tensor X, Tensor Y)> function, int? numParallelCalls = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        return MapElements(
            element =>
            {
                var (input, target) = OnlyPair("Map", element);
                var (x, y) = function(input, target);
                return new Batch(x, y, element.SampleWeights);
            },
            numParallelCalls);
    }

    /// <summary>Changes whole elements by a function: any number of inputs, targets and weights to any other.</summary>
    /// <param name="function">It is traced once for each kind of element and then run as a plan, so C# side effects happen only then.</param>
    /// <param name="numParallelCalls">
    /// How many elements are made at once, by threads of their own; <see cref="Autotune"/>: as many as there are processors. Null: one, when it
    /// is asked for. Order and values are the same; a loader before it is then called from several threads. Functions of which a whole batch is
    /// computed at once need no threads and get none.
    /// </param>
    public Dataset MapElements(Func<Batch, Batch> function, int? numParallelCalls = null)
    {
        ArgumentNullException.ThrowIfNull(function);
        int threads = ThreadsOf(numParallelCalls);
        var map = new MapStage(_stage, function);
        return new Dataset(threads == 1 || map.IsVectorised ? map : new ParallelMapStage(map, threads));
    }

    /// <summary>Only the elements for whose input a function is true. How many they are isn't known.</summary>
    /// <param name="predicate">From an input to one truth value. It is traced, as the function of Map is.</param>
    /// <exception cref="ArgumentException">The elements have several inputs, or the function gives something else.</exception>
    public Dataset Filter(Func<Tensor, Tensor> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return FilterElements(element => predicate(OnlyInput("Filter", element)));
    }

    /// <summary>Only the elements for whose input and target a function is true. How many they are isn't known.</summary>
    /// <param name="predicate">From input and target to one truth value. It is traced, as the function of Map is.</param>
    /// <exception cref="ArgumentException">The elements have no target, or several inputs or targets, or the function gives something else.</exception>
    public Dataset Filter(Func<Tensor, Tensor, Tensor> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return FilterElements(element => OnlyPair("Filter", element) is var (x, y) ? predicate(x, y) : null!);
    }

    /// <summary>Only the elements for which a function is true. How many they are isn't known.</summary>
    /// <param name="predicate">From an element to one truth value. It is traced, as the function of Map is.</param>
    /// <exception cref="ArgumentException">The function gives something else.</exception>
    public Dataset FilterElements(Func<Batch, Tensor> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return new Dataset(new FilterStage("Dataset.Filter", _stage, predicate, endsAtFalse: false));
    }

    /// <summary>The elements before the first for whose input a function isn't true.</summary>
    /// <inheritdoc cref="Filter(Func{Tensor, Tensor})"/>
    public Dataset TakeWhile(Func<Tensor, Tensor> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return new Dataset(new FilterStage("Dataset.TakeWhile", _stage, element => predicate(OnlyInput("TakeWhile", element)), endsAtFalse: true));
    }

    /// <summary>Stacks so many elements at a time along a new first axis.</summary>
    /// <param name="batchSize">How many.</param>
    /// <param name="dropRemainder">Whether a last batch of fewer elements is left out.</param>
    public Dataset Batch(int batchSize, bool dropRemainder = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        return new Dataset(new BatchStage(_stage, batchSize, dropRemainder));
    }

    /// <summary>Fills so many elements at a time up to one shape, and stacks them along a new first axis.</summary>
    /// <param name="batchSize">How many.</param>
    /// <param name="paddedShapes">
    /// The shape of each tensor of an element (inputs, targets, weights); <see cref="Shape.Unknown"/> along an axis: the largest of the batch. Null:
    /// that along all.
    /// </param>
    /// <param name="paddingValues">What they are filled up with, one value or one for each tensor; 0 without.</param>
    /// <param name="dropRemainder">Whether a last batch of fewer elements is left out.</param>
    public Dataset PaddedBatch(
        int batchSize, IReadOnlyList<Shape>? paddedShapes = null, IReadOnlyList<double>? paddingValues = null, bool dropRemainder = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        return new Dataset(new PaddedBatchStage(_stage, batchSize, paddedShapes, paddingValues, dropRemainder));
    }

    /// <summary>Takes batches apart: each row is an element.</summary>
    /// <exception cref="ShapeException">The tensors of an element differ in their number of rows, or are single numbers.</exception>
    public Dataset Unbatch() => new(new UnbatchStage(_stage));

    /// <summary>Stacks runs of neighbouring elements along a new first axis (in tf.data each would be a dataset of its own).</summary>
    /// <param name="size">How many elements a window has.</param>
    /// <param name="shift">From the first element of a window to that of the next; null: <paramref name="size"/>.</param>
    /// <param name="stride">From one element of a window to its next.</param>
    /// <param name="dropRemainder">Whether the last windows are left out, for which there are too few elements.</param>
    public Dataset Window(int size, int? shift = null, int stride = 1, bool dropRemainder = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(shift ?? size, 1, nameof(shift));
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        return new Dataset(new WindowStage(_stage, size, shift ?? size, stride, dropRemainder));
    }

    /// <summary>Puts a number in front of each element's inputs, an Int64 scalar.</summary>
    /// <param name="start">The first element's.</param>
    public Dataset Enumerate(long start = 0) => new(new EnumerateStage(_stage, start));

    /// <summary>Goes through all elements and takes each into a result.</summary>
    /// <param name="initial">The result of no elements.</param>
    /// <param name="function">From the result so far and an element to the next result.</param>
    public T Reduce<T>(T initial, Func<T, Batch, T> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return this.Aggregate(initial, function);
    }

    private static Tensor OnlyInput(string method, Batch element) => element.Inputs.Count == 1
        ? element.Inputs[0]
        : throw new ArgumentException(
            $"Dataset.{method}: the function takes one tensor, but elements have {element.Inputs.Count} inputs; use {method}Elements.", "function");

    private static (Tensor X, Tensor Y) OnlyPair(string method, Batch element)
    {
        int targets = element.Targets?.Count ?? 0;
        return element.Inputs.Count == 1 && targets == 1
            ? (element.Inputs[0], element.Targets![0])
            : throw new ArgumentException(
                $"Dataset.{method}: the function takes an input and a target, but elements have {element.Inputs.Count} input(s) "
                + $"and {targets} target(s); use {method}Elements.",
                "function");
    }

    private static int ThreadsOf(int? numParallelCalls) => numParallelCalls switch
    {
        null => 1,
        Autotune => Environment.ProcessorCount,
        >= 1 => numParallelCalls.Value,
        _ => throw new ArgumentException($"Dataset: expected numParallelCalls of at least 1, or Dataset.Autotune, got {numParallelCalls}.", nameof(numParallelCalls)),
    };
}
