using Cornea.Graphs;
using Cornea.Graphs.Operations;

namespace Cornea;

/// <summary>Einsum by diagonals, sums, transposes and one matrix product for each further operand.</summary>
internal static class EinsumPlan
{
    // Letters that stand for the axes of an ellipsis, the last one first.
    private const string EllipsisLetters = "₀₁₂₃₄₅₆₇₈₉";

    public static Tensor Apply(string subscripts, IReadOnlyList<Tensor> operands)
    {
        string[] sides = subscripts.Replace(" ", "", StringComparison.Ordinal).Split("->");
        string[] terms = sides[0].Split(',');
        if (sides.Length > 2 || terms.Length != operands.Count)
            throw new ShapeException($"Einsum: expected {terms.Length} operands for '{subscripts}', got {operands.Count}.");
        DType dtype = operands.Select(operand => operand.DType).Aggregate(DType.Promote);
        int ellipsis = 0;
        for (int index = 0; index < terms.Length; index++)
        {
            int axes = operands[index].Rank - terms[index].Replace("...", "", StringComparison.Ordinal).Length;
            if (axes < 0 || (axes > 0 && !terms[index].Contains("...", StringComparison.Ordinal)))
                throw new ShapeException($"Einsum: '{terms[index]}' doesn't name the axes of {operands[index].Shape}.");
            terms[index] = terms[index].Replace("...", Ellipsis(axes), StringComparison.Ordinal);
            ellipsis = Math.Max(ellipsis, axes);
        }

        string all = string.Concat(terms);
        string target = sides.Length == 2
            ? sides[1].Replace("...", Ellipsis(ellipsis), StringComparison.Ordinal)
            : Ellipsis(ellipsis) + string.Concat(all.Distinct().Where(letter => char.IsLetter(letter) && all.Count(other => other == letter) == 1).Order());
        Tensor? result = null;
        string labels = "";
        for (int index = 0; index < terms.Length; index++)
        {
            string later = target + string.Concat(terms[(index + 1)..]);
            (Tensor x, string own) = Distinct(operands[index].Cast(dtype), terms[index]);
            (x, own) = SumOut(x, own, letter => later.Contains(letter) || labels.Contains(letter));
            (result, labels) = result is null ? (x, own) : Multiply(result, labels, x, own, later);
        }

        (result, labels) = SumOut(result!, labels, target.Contains);
        if (target.Any(letter => !labels.Contains(letter))) throw new ShapeException($"Einsum: the output of '{subscripts}' has axes that no operand names.");
        return result.Transpose([.. target.Select(letter => labels.IndexOf(letter))]).Cast(dtype);
    }

    private static string Ellipsis(int axes) => string.Concat(EllipsisLetters[..axes].Reverse());

    // A letter twice: the diagonal.
    private static (Tensor X, string Labels) Distinct(Tensor x, string labels)
    {
        while (labels.FirstOrDefault(letter => labels.IndexOf(letter) != labels.LastIndexOf(letter)) is var twice && twice != default)
        {
            int first = labels.IndexOf(twice), second = labels.LastIndexOf(twice);
            if (x.Shape[first] != x.Shape[second]) throw new ShapeException($"Einsum: axis '{twice}' is {x.Shape[first]} and {x.Shape[second]} in {x.Shape}.");
            x = Ops.Diagonal(x, 0, first, second);
            labels = labels.Remove(second, 1).Remove(first, 1) + twice;
        }

        return (x, labels);
    }

    private static (Tensor X, string Labels) SumOut(Tensor x, string labels, Func<char, bool> isKept)
    {
        int[] axes = [.. Enumerable.Range(0, labels.Length).Where(axis => !isKept(labels[axis]))];
        return axes.Length == 0 ? (x, labels) : (Ops.Sum(x, axes), string.Concat(labels.Where(isKept)));
    }

    // [batch…, rows…, inner…] · [batch…, inner…, columns…] → [batch…, rows…, columns…].
    private static (Tensor X, string Labels) Multiply(Tensor a, string labelsA, Tensor b, string labelsB, string later)
    {
        // An axis of size 1 that the other has larger is broadcast.
        foreach (char letter in labelsA.Intersect(labelsB).ToArray())
        {
            int left = labelsA.IndexOf(letter), right = labelsB.IndexOf(letter);
            if (a.Shape[left] == 1 && b.Shape[right] != 1) a = a.BroadcastTo(a.Shape.With(left, b.Shape[right]));
            if (b.Shape[right] == 1 && a.Shape[left] != 1) b = b.BroadcastTo(b.Shape.With(right, a.Shape[left]));
            if (a.Shape[left] != b.Shape[right]) throw new ShapeException($"Einsum: axis '{letter}' is {a.Shape[left]} in {a.Shape} and {b.Shape[right]} in {b.Shape}.");
        }

        string shared = string.Concat(labelsA.Where(labelsB.Contains));
        string batch = string.Concat(shared.Where(later.Contains)), inner = string.Concat(shared.Except(batch));
        string rows = string.Concat(labelsA.Except(shared)), columns = string.Concat(labelsB.Except(shared));
        Shape Sizes(Tensor x, string labels, string wanted) => [.. wanted.Select(letter => x.Shape[labels.IndexOf(letter)])];
        int Product(Shape shape) => AxisSize.Product("Einsum", shape.Sizes);
        Shape batchSizes = Sizes(a, labelsA, batch), rowSizes = Sizes(a, labelsA, rows), columnSizes = Sizes(b, labelsB, columns);
        int k = Product(Sizes(a, labelsA, inner));
        DType dtype = a.DType.IsFloating ? a.DType : DType.Float32;
        Tensor left2 = Order(a, labelsA, batch + rows + inner).Cast(dtype).Reshape([Product(batchSizes), Product(rowSizes), k]);
        Tensor right2 = Order(b, labelsB, batch + inner + columns).Cast(dtype).Reshape([Product(batchSizes), k, Product(columnSizes)]);
        Tensor product = batch.Length == 0
            ? Node.Emit(new MatMul(false, false), left2.Squeeze(0), right2.Squeeze(0))[0]
            : Node.Emit(new MatMul(false, false), left2, right2)[0];
        return (product.Reshape([.. batchSizes, .. rowSizes, .. columnSizes]), batch + rows + columns);
    }

    private static Tensor Order(Tensor x, string labels, string wanted) => x.Transpose([.. wanted.Select(letter => labels.IndexOf(letter))]);
}
