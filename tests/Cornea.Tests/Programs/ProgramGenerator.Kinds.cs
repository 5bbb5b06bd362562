namespace Cornea.Tests.Programs;

// What a statement may be. Each kind stands here as often as it is likely.
internal sealed partial class ProgramGenerator
{
    private static readonly Func<ProgramGenerator, Action>[] Kinds =
    [
        g => g.UnaryCall, g => g.UnaryCall, g => g.UnaryCall, g => g.UnaryCall,
        g => g.BinaryCall, g => g.BinaryCall, g => g.BinaryCall, g => g.BinaryCall, g => g.BinaryCall,
        g => g.NumberCall, g => g.NumberCall, g => g.NumberCall,
        g => g.SelectCall, g => g.CastCall, g => g.CastCall, g => g.BitcastCall,
        g => g.ReduceCall, g => g.ReduceCall, g => g.ArgReduceCall, g => g.CumulativeCall, g => g.SortCall,
        g => g.MatMulCall, g => g.MatMulCall, g => g.MatMulCall, g => g.ConvolutionCall, g => g.DepthwiseCall, g => g.PoolCall, g => g.TowerCall, g => g.TowerCall, g => g.TowerCall, g => g.ResizeCall,
        g => g.BatchNormCall, g => g.SoftmaxCall, g => g.CrossEntropyCall,
        g => g.ReshapeCall, g => g.TransposeCall, g => g.BroadcastCall, g => g.ConcatCall, g => g.SliceCall, g => g.SliceCall, g => g.PadCall, g => g.RangeCall,
        g => g.TakeCall, g => g.TakeCall, g => g.OneHotCall, g => g.AlongCall, g => g.ScatterCall,
        g => g.MatrixCall,
        g => g.RandomCall, g => g.DropoutCall, g => g.GeneratorCall,
        g => g.StopCall, g => g.CustomGradientCall, g => g.WatchCall,
        g => g.ReadCall, g => g.ReadCall, g => g.ReadCall, g => g.ReadCall,
        g => g.AssignCall, g => g.AssignCall, g => g.AssignCall, g => g.AssignCall, g => g.CountCall,
        g => g.GradientCall, g => g.GradientCall, g => g.ApplyCall, g => g.ApplyCall,
        g => g.LoopCall, g => g.LoopCall, g => g.ChoiceCall,
    ];

    // Sizes agree from the end, or one of them is 1.
    private static bool Fits(Shape a, Shape b)
    {
        for (int back = 1; back <= Math.Min(a.Rank, b.Rank); back++)
            if (a[^back] != b[^back] && a[^back] != 1 && b[^back] != 1) return false;
        return true;
    }

    // A shape that broadcasts to another.
    private Shape PartOf(Shape shape)
    {
        if (Chance(0.6)) return shape;
        int dropped = Int(0, shape.Rank);
        return [.. shape.Skip(dropped).Select(size => Chance(0.7) ? size : 1)];
    }
}
