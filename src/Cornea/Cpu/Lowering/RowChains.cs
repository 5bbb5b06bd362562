using Cornea.Cpu.Kernels;
using Cornea.Cpu.Steps;
using Cornea.Lowering;

namespace Cornea.Cpu.Lowering;

/// <summary>
/// Makes one unit of kernels that follow one another by rows, where more passes between them than a second cache holds and nobody else wants it:
/// expansion, depthwise convolution and projection of MobileNet and its kind, the first convolution of a network and its pooling.
/// </summary>
internal static unsafe class RowChains
{
    // All weights of a chain are read for each band of rows.
    private const nint MostWeights = PixelPieces.LargeWeights;

    /// <summary>Replaces units of a draft by chains of them.</summary>
    /// <param name="context">The draft.</param>
    /// <param name="roots">Values that are wanted from outside.</param>
    public static void Form(LoweringContext context, IReadOnlySet<Tensor> roots)
    {
        KernelUnit[] byRows = [.. context.Units.OfType<KernelUnit>().Where(unit => unit.Rows is not null).OrderBy(unit => unit.Order)];
        if (byRows.Length < 2) return;
        var readers = new Dictionary<ValueBuffer, List<KernelUnit>>();
        foreach (KernelUnit unit in context.Units.OfType<KernelUnit>())
            foreach (Tensor tensor in unit.AllReads)
            {
                if (tensor.Literal is not null) continue;
                ValueBuffer buffer = context.ViewOf(tensor).Buffer;
                if (!readers.TryGetValue(buffer, out List<KernelUnit>? list)) readers[buffer] = list = [];
                list.Add(unit);
            }

        var wanted = new HashSet<ValueBuffer>(roots.Where(root => root.Literal is null).Select(root => context.ViewOf(root).Buffer));
        var taken = new HashSet<Unit>();
        foreach (KernelUnit unit in byRows)
        {
            if (taken.Contains(unit)) continue;
            List<KernelUnit> chain = [unit];
            while (Next(chain[^1]) is { } next && Fits([.. Stages(chain), next.Rows!.Stage])) chain.Add(next);
            if (chain.Count == 1) continue;
            taken.UnionWith(chain);
            context.Add(Joined(chain, context.Options.BandBytes), chain[^1].Order);
        }

        context.Units.RemoveAll(taken.Contains);

        bool Fits(RowStage[] stages) => stages.Sum(stage => stage.Weights) <= MostWeights && RowChain.Fits(stages, context.Options.BandBytes);

        // The only reader of what a unit writes, if it reads it by rows and nothing is added to it before.
        KernelUnit? Next(KernelUnit unit)
        {
            RowLink link = unit.Rows!;
            ValueBuffer buffer = context.ViewOf(link.Output).Buffer;
            if (link.Finish?.Residual is not null || wanted.Contains(buffer) || context.Stable.Contains(link.Output) || link.Output.Spec.Bytes < context.Options.ChainBytes) return null;
            return readers.GetValueOrDefault(buffer) is [{ Rows: { } next } reader] && ReferenceEquals(next.Input, link.Output) && reader.After.Count == 0 ? reader : null;
        }
    }

    private static IEnumerable<RowStage> Stages(IEnumerable<KernelUnit> units) => units.Select(unit => unit.Rows!.Stage);

    private static KernelUnit Joined(List<KernelUnit> units, int bandBytes)
    {
        RowLink[] links = [.. units.Select(unit => unit.Rows!)];
        var inside = new HashSet<Tensor>(links[..^1].Select(link => link.Output), ReferenceEqualityComparer.Instance);
        var chain = new RowChain(links[0].Input.Shape[0], [.. Stages(units)], bandBytes);
        return new KernelUnit
        {
            After = units[0].After,
            Reads = [.. units.SelectMany(unit => unit.Reads).Where(tensor => !inside.Contains(tensor))],
            Writes = [links[^1].Output],
            Make = place =>
            {
                Operand from = place[links[0].Input], to = place[links[^1].Output];
                (Operand? Weights, TileEpiloguePlaces Epilogue)[] places = [.. links.Select(link => link.Places(place))];
                string text = string.Join(", then ", links.Zip(places, (link, at) => at.Weights is null ? link.Text : $"{link.Text} ({at.Weights}){at.Epilogue}"));
                return new KernelStep($"by rows: {text} ({from}) → {to}", chain.ScratchBytes,
                    [new KernelPhase(chain.Pieces, (frame, piece, scratch) =>
                    {
                        RowOperands* operands = stackalloc RowOperands[places.Length];
                        for (int stage = 0; stage < places.Length; stage++)
                            operands[stage] = new RowOperands { Weights = places[stage].Weights is { } weights ? frame.Floats(weights) : null, Epilogue = places[stage].Epilogue.In(frame) };
                        chain.Run(frame.Floats(from), operands, frame.Floats(to), piece, scratch);
                    })]);
            },
        };
    }
}
