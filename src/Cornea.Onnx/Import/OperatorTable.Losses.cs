namespace Cornea.Onnx;

internal static partial class OperatorTable
{
    private static IEnumerable<(string Name, Func<OperatorCall, Value[]> Run)> Losses() =>
    [
        One("NegativeLogLikelihoodLoss", call => call.Give(LogLikelihood(call, call[0].Plain))),
        Many("SoftmaxCrossEntropyLoss", call =>
        {
            Tensor logs = Ops.LogSoftmax(call[0].Plain, 1);
            return [call.Give(LogLikelihood(call, logs)), call.Give(logs)];
        }),
    ];

    // scores [batch, classes, …], labels [batch, …].
    private static Tensor LogLikelihood(OperatorCall call, Tensor scores)
    {
        int classes = scores.Shape[1];
        Tensor labels = call[1].Plain.Cast(DType.Int32);
        Tensor hot = Ops.OneHot(labels, classes, axis: 1, dtype: DType.Bool); // A label that is none picks nothing.
        Tensor losses = -Ops.Sum(Ops.Where(hot, scores, 0), 1);
        Tensor? weights = call.At(2) is { } given
            ? Ops.Sum(Ops.Where(hot, given.Plain.Reshape([1, classes, .. Enumerable.Repeat(1, scores.Rank - 2)]), 0), 1)
            : null;
        if (call.Has("ignore_index"))
        {
            Tensor counts = Ops.NotEqual(labels, Number(call.Int("ignore_index", 0), DType.Int32));
            weights = weights is null ? counts.Cast(DType.Float32) : Ops.Where(counts, weights, 0);
        }

        if (weights is not null) losses *= weights;
        return call.Text("reduction", "mean") switch
        {
            "none" => losses,
            "sum" => Ops.Sum(losses),
            "mean" => weights is null ? Ops.Mean(losses) : Ops.Sum(losses) / Ops.Sum(weights),
            var other => throw OperatorCall.Unsupported($"the reduction '{other}'"),
        };
    }
}
