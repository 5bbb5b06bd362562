namespace Cornea.Data;

/// <summary>A stage that leaves elements as they are: it knows only tokens.</summary>
internal abstract class PassingStage(Stage input) : Stage
{
    public override ElementSpec? Spec => input.Spec;

    public override bool IsEndless => input.IsEndless;

    public override bool IsOrderFree => input.IsOrderFree;

    protected Stage Input => input;

    public override Element Load(in Token token, StagingPool pool) => input.Load(token, pool);

    public override Element LoadRows(ReadOnlySpan<Token> tokens, StagingPool pool) => input.LoadRows(tokens, pool);
}
