using Cornea.Graphs;

namespace Cornea.Data;

/// <summary>Elements that a sequence gives, gone through once for each round.</summary>
internal sealed class GeneratorStage(IEnumerable<Batch> elements) : Stage
{
    public override long? Count => (elements as IReadOnlyCollection<Batch>)?.Count;

    public override ElementSpec? Spec => null;

    public override Func<ulong, IEnumerator<Token>> Begin(StagingPool pool) => _ => Tokens();

    public override Element Load(in Token token, StagingPool pool) => token.Element;

    public static Element ElementOf(Batch? element)
    {
        if (element is null) throw new InvalidOperationException("Dataset: expected elements, got null from the function or sequence that makes them.");
        Tensor[] tensors = ElementSpec.TensorsOf(element);
        Evaluator.Evaluate(tensors);
        return new Element(ElementSpec.Of(element), Array.ConvertAll(tensors, tensor => tensor.Evaluate()));
    }

    private IEnumerator<Token> Tokens()
    {
        foreach (Batch element in elements) yield return new Token(ElementOf(element));
    }
}
