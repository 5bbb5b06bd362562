using System.Collections.Concurrent;
using Cornea.Graphs.Rows;

namespace Cornea;

// Predictions of batches of whatever size, on few plans.
public partial class Model
{
    private readonly ConcurrentDictionary<StepShape, RowProofs> _rowProofs = new();

    /// <summary>How many steps are compiled at present.</summary>
    internal int ProgramCount => _programs.Count;

    /// <summary>Whether batches of this size may be cut into others, each of which has a plan.</summary>
    internal bool PredictsRowByRow(StepShape shape)
    {
        if (shape.Samples == 0) return false;
        RowProofs proofs = _rowProofs.GetOrAdd(shape.Of(Shape.Unknown), _ => new RowProofs());
        return Holds(shape) && BatchParts.Of(shape.Samples).All(part => Holds(shape.Of(part.Size)));

        bool Holds(StepShape size) => proofs.Hold(size.Samples, () =>
        {
            lock (BuildLock.Shared)
                return RowProof.Of(StepProgram.EmitPrediction(size, batch => PredictStep(batch.Inputs), ShareOwnLock), size.Samples);
        });
    }

    /// <summary>The outputs for the batch at which a feed stands.</summary>
    /// <param name="feed">The batches.</param>
    /// <param name="isRegular">Whether there are several batches of this size, which are worth a plan of their own.</param>
    private Tensor[] PredictBatch(Feed feed, bool isRegular)
    {
        StepShape shape = feed.Shape;
        if (isRegular || BatchParts.IsWhole(feed.Size) || !PredictsRowByRow(shape))
        {
            StepProgram program = shape.Program ?? ProgramFor(shape);
            return [.. program.Graph.Run(feed.Inputs).Select((storage, output) => Tensor.Of(storage, program.Graph.Graph.Outputs[output].Spec))];
        }

        Tensor[]? results = null;
        int done = 0;
        foreach ((int size, int samples) in BatchParts.Of(feed.Size))
        {
            StepProgram program = ProgramFor(shape.Of(size));
            IReadOnlyList<Tensor> outputs = program.Graph.Graph.Outputs;
            results ??= [.. outputs.Select(output => Empty(output.Spec, size, feed.Size))];
            Storage[] inputs = [.. feed.Inputs.Select(input => Rows(input, feed.Size, done, samples, size))];
            if (samples == size) // Read and written where the whole batch lies.
            {
                program.Graph.Run(inputs, [.. results.Select(result => Rows(result.Storage!, feed.Size, done, samples, size))]);
            }
            else
            {
                Storage[] filled = program.Graph.Run(inputs);
                for (int output = 0; output < filled.Length; output++)
                {
                    nint sample = filled[output].Bytes / size;
                    results[output].Storage!.CopyFrom(filled[output], 0, done * sample, samples * sample);
                }
            }

            done += samples;
        }

        return results!;
    }

    // Some of a batch's samples; where a plan is for more, the last one again: whatever can be computed for it can be computed twice.
    private static Storage Rows(Storage all, int count, int start, int samples, int size)
    {
        nint sample = all.Bytes / count;
        if (samples == size) return all.Part(start * sample, samples * sample);
        Storage rows = Storage.Allocate(size * sample);
        rows.CopyFrom(all, start * sample, 0, samples * sample);
        for (int row = samples; row < size; row++) rows.CopyFrom(all, (start + samples - 1) * sample, row * sample, sample);
        return rows;
    }

    private static Tensor Empty(TensorSpec spec, int size, int count)
    {
        TensorSpec whole = spec with { Shape = spec.Shape.With(0, checked(spec.Shape[0] / size * count)) };
        return Tensor.Of(Storage.Allocate(whole.Bytes), whole);
    }
}
