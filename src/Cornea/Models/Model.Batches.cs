using System.Collections.Concurrent;
using Cornea.Graphs.Rows;

namespace Cornea;

// Predictions of batches of whatever size, on few plans.
public partial class Model
{
    private readonly ConcurrentDictionary<StepShape, RowProofs> _rowProofs = new();
    private readonly ConcurrentDictionary<StepShape, BatchCut> _batchCuts = new();

    /// <summary>How many steps are compiled at present.</summary>
    internal int ProgramCount => _programs.Count;

    /// <summary>How a batch of this size is predicted: in parts, each of which has a plan, where its samples are shown not to mix.</summary>
    internal BatchCut CutOf(StepShape shape)
    {
        if (_batchCuts.TryGetValue(shape, out BatchCut? known)) return known;
        RowProofs proofs = _rowProofs.GetOrAdd(shape.Of(Shape.Unknown), _ => new RowProofs());
        BatchCut parts = BatchCut.InParts(shape);
        bool holds = shape.Samples > 0 && Holds(shape) && parts.Parts.All(part => Holds(part.Shape));
        return _batchCuts[shape.Of(shape.Samples)] = holds ? parts : BatchCut.Whole; // A feed's own shape keeps its program, which the cache may want to let go.

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
        if (isRegular || BatchParts.IsWhole(feed.Size) || CutOf(shape) is not { Parts.Count: > 0 } cut)
        {
            StepProgram program = shape.Program ?? ProgramFor(shape);
            Storage[] whole = program.Graph.Run(feed.Inputs);
            var computed = new Tensor[whole.Length];
            for (int output = 0; output < whole.Length; output++) computed[output] = Tensor.Of(whole[output], program.Graph.Graph.Outputs[output].Spec);
            return computed;
        }

        // Each part is read and written where the whole batch lies.
        Tensor[]? results = null;
        foreach ((int start, StepShape part) in cut.Parts)
        {
            StepProgram program = Program(part);
            results ??= [.. program.Graph.Graph.Outputs.Select(output => Empty(output.Spec, part.Samples, feed.Size))];
            Storage[] inputs = Array.ConvertAll(feed.Inputs, Rows), outputs = Array.ConvertAll(results, result => Rows(result.Storage!));
            program.Graph.Run(inputs, outputs);

            Storage Rows(Storage all)
            {
                nint sample = all.Bytes / feed.Size;
                return all.Part(start * sample, part.Samples * sample);
            }
        }

        return results!;
    }

    private static Tensor Empty(TensorSpec spec, int size, int count)
    {
        TensorSpec whole = spec with { Shape = spec.Shape.With(0, checked(spec.Shape[0] / size * count)) };
        return Tensor.Of(Storage.Allocate(whole.Bytes), whole);
    }
}
