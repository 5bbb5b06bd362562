using System.Text;
using Cornea.Callbacks;
using Cornea.Files;

namespace Cornea;

/// <summary>A training that is under way: where it stands, and all that it needs to go on, to a file and back.</summary>
/// <remarks>The file is a <c>.weights.h5</c> with one group more, <c>training</c>.</remarks>
internal sealed class TrainingRun(Model model, Feed feed, IReadOnlyList<Callback> callbacks, int initialEpoch, int epochs)
{
    private const string GroupName = "training";
    private const int Version = 2;
    private Tensor[]? _metricValues;

    /// <summary>The epoch that is under way, or comes next.</summary>
    public int Epoch { get; set; } = initialEpoch;

    /// <summary>How many of its steps are done; at 0 it hasn't begun.</summary>
    public int Step { get; set; }

    public void Save(string path)
    {
        Hdf5Group tree = WeightFile.ToTree(model, WeightType.Float32), training = tree.Make(GroupName);
        (ulong seed, ulong drawn) = RandomSeed.State;
        Add(training, "position", Tensor.From<long>(
            [Version, Epoch, Step, feed.Seed ?? -1, feed.Begun, unchecked((long)seed), unchecked((long)drawn), model.StopTraining ? 1 : 0], [8]));
        if (Step > 0) AddAll(training.Make("metrics"), Metrics().Select(variable => variable.Snapshot()));
        for (int index = 0; index < callbacks.Count; index++)
        {
            var state = new CallbackState();
            callbacks[index].SaveState(state);
            Hdf5Group group = training.Make($"callbacks/{index}");
            group.Label = callbacks[index].GetType().Name;
            foreach ((string name, double[] values) in state.Numbers) Add(group.Make("numbers"), name, Tensor.From(values, [values.Length]));
            foreach ((string name, string text) in state.Texts) Add(group.Make("texts"), name, Bytes(text));
            foreach ((string name, Tensor[] values) in state.Tensors) AddAll(group.Make($"tensors/{name}"), values);
            Add(group, "class", Bytes(group.Label));
        }

        AtomicFile.Write(path, stream => Hdf5Writer.Write(stream, tree));
    }

    public void Restore(string path)
    {
        try
        {
            ReadFrom(path);
        }
        catch (Exception error) when (error is not (IOException or UnauthorizedAccessException)
            && !(error is InvalidDataException && error.Message.StartsWith(path, StringComparison.Ordinal)))
        {
            throw Broken(path, error.Message.TrimEnd('.'), error); // Whatever the file brings about is the file's fault.
        }
    }

    private void ReadFrom(string path)
    {
        using ByteSource source = ByteSource.Open(path);
        Hdf5Group tree = Hdf5Reader.Read(source, path);
        Hdf5Group training = tree.Members.GetValueOrDefault(GroupName) as Hdf5Group ?? throw Broken("it's no backup of a training");
        tree.Members.Remove(GroupName);
        long[] position = Array(training, "position").ToArray<long>();
        if (position.Length != 8 || position[0] != Version) throw Broken("it's of another version");
        (int epoch, int step, int begun) = (Whole(1, int.MaxValue, "epoch"), Whole(2, feed.StepCount ?? int.MaxValue, "step"), Whole(4, position[1] + 1, "number of epochs begun"));
        int? seed = position[3] < 0 ? null : Whole(3, int.MaxValue, "seed");
        var states = new CallbackState[callbacks.Count];
        for (int index = 0; index < states.Length; index++) states[index] = ReadState(training.Find($"callbacks/{index}"), callbacks[index]);
        WeightFile.Load(tree, model, path, skipMismatch: false);
        for (int index = 0; index < states.Length; index++) callbacks[index].RestoreState(states[index]);
        (Epoch, Step) = (epoch, step);
        RandomSeed.State = (unchecked((ulong)position[5]), unchecked((ulong)position[6]));
        model.StopTraining = position[7] != 0;
        if (Step > 0) _metricValues = All(training.Find("metrics") ?? new Hdf5Group());
        if (epoch < epochs) feed.Resume(seed, begun, step); // Otherwise there is nothing left to do: where the data stood doesn't matter.

        int Whole(int index, long most, string what) => position[index] >= 0 && position[index] <= Math.Min(most, int.MaxValue) ? (int)position[index]
            : throw Broken($"its {what} is {position[index]:N0}, expected at most {Math.Min(most, int.MaxValue):N0}");

        CallbackState ReadState(Hdf5Group? group, Callback callback)
        {
            if (group is null || Text(Array(group, "class")) != callback.GetType().Name)
                throw Broken($"its callback {FileText.Shortened(group?.Label ?? "isn't")} where this training has {callback.GetType().Name}; give Fit the same callbacks");
            var state = new CallbackState();
            foreach ((string name, _) in group.Find("numbers")?.Members ?? []) state.Numbers[name] = Array(group.Find("numbers")!, name).ToArray<double>();
            foreach ((string name, _) in group.Find("texts")?.Members ?? []) state.Texts[name] = Text(Array(group.Find("texts")!, name));
            foreach ((string name, Hdf5Object member) in group.Find("tensors")?.Members ?? []) state.Tensors[name] = All((Hdf5Group)member);
            return state;
        }

        FileArray Array(Hdf5Group group, string name) => group.Members.GetValueOrDefault(name) is Hdf5Array array ? array.Read() : throw Broken($"'{name}' is missing");

        Tensor[] All(Hdf5Group group) => [.. Enumerable.Range(0, group.Members.Count).Select(index => WeightFile.TensorOf(Array(group, $"{index}")))];

        InvalidDataException Broken(string what) => TrainingRun.Broken(path, what);
    }

    /// <summary>Puts the metrics of the epoch under way back, once they exist.</summary>
    public void RestoreMetrics()
    {
        Variable[] variables = Metrics();
        if (_metricValues is null || !_metricValues.Select(value => value.Shape).SequenceEqual(variables.Select(variable => variable.Shape)))
            throw new InvalidDataException($"The backup has {_metricValues?.Length ?? 0} values of metrics, the training {variables.Length}; compile the model as it was.");
        for (int index = 0; index < variables.Length; index++) variables[index].Assign(_metricValues[index]);
        _metricValues = null;
    }

    private static InvalidDataException Broken(string path, string what, Exception? cause = null) =>
        new(FileText.ShortenedMessage($"{path}: the training can't go on from here: {what}. Delete the file to begin anew."), cause);

    private static string Text(FileArray array) => Encoding.UTF8.GetString(array.Bytes);

    private static Tensor Bytes(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Tensor.From(bytes, [bytes.Length]);
    }

    private static void Add(Hdf5Group group, string name, Tensor value) => group.Members[name] = WeightFile.ArrayOf(value);

    private static void AddAll(Hdf5Group group, IEnumerable<Tensor> values)
    {
        foreach (Tensor value in values) Add(group, $"{group.Members.Count}", value);
    }

    private Variable[] Metrics() => [.. model.TrackedMetrics.SelectMany(metric => metric.Variables).Distinct()];
}
