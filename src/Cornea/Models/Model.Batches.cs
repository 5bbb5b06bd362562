using System.Collections.Concurrent;
using Cornea.Graphs.Rows;

namespace Cornea;

// Predictions of batches of whatever size, on few plans.
public partial class Model
{
    private readonly ConcurrentDictionary<StepShape, RowProofs> _rowProofs = new();
    private readonly ConcurrentDictionary<(StepShape Shape, bool HasPlan), BatchCut> _batchCuts = new();

    /// <summary>How many steps are compiled at present.</summary>
    internal int ProgramCount => _programs.Count;

    /// <summary>How a batch of this size is predicted: in parts, each of which has a plan, where its samples are shown not to mix.</summary>
    /// <param name="shape">The batch.</param>
    /// <param name="hasPlan">Whether its size has a plan of its own: then it's cut only where more passes between the layers than should at once.</param>
    internal BatchCut CutOf(StepShape shape, bool hasPlan = false)
    {
        if (_batchCuts.TryGetValue((shape, hasPlan), out BatchCut? known)) return known;
        BatchCut cut = hasPlan ? BatchCut.Whole : Shown(BatchCut.InParts(shape));
        if (hasPlan || cut.Parts.Count > 0)
        {
            StepShape largest = hasPlan ? shape : cut.Parts[0].Shape;
            int together = (largest.Program ?? ProgramFor(largest)).Together(largest.Samples);
            if (together < largest.Samples && Shown(BatchCut.InParts(shape, together)) is { Parts.Count: > 0 } smaller) cut = smaller;
        }

        return _batchCuts[(shape.Of(shape.Samples), hasPlan)] = cut; // A feed's own shape keeps its program, which the cache may want to let go.

        BatchCut Shown(BatchCut parts)
        {
            RowProofs proofs = _rowProofs.GetOrAdd(shape.Of(Shape.Unknown), _ => new RowProofs());
            return shape.Samples > 0 && Holds(shape, proofs) && parts.Parts.All(part => Holds(part.Shape, proofs)) ? parts : BatchCut.Whole;
        }
    }

    private bool Holds(StepShape shape, RowProofs proofs) => proofs.Hold(shape.Samples, () =>
    {
        lock (BuildLock.Shared)
            return RowProof.Of(StepProgram.EmitPrediction(shape, batch => PredictStep(batch.Inputs), ShareOwnLock), shape.Samples);
    });

    /// <summary>The outputs for the batch at which a feed stands.</summary>
    /// <param name="feed">The batches.</param>
    /// <param name="isRegular">Whether there are several batches of this size, which are worth a plan of their own.</param>
    private Tensor[] PredictBatch(Feed feed, bool isRegular)
    {
        if (CutOf(feed.Shape, isRegular || BatchParts.IsWhole(feed.Size)) is not { Parts.Count: > 0 } cut)
        {
            StepProgram program = feed.Shape.Program ?? ProgramFor(feed.Shape);
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
