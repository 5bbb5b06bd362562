using System.Text.Json.Nodes;

namespace Cornea.Layers;

/// <summary>Keras' operations, as a saved model names them: their arguments in Keras' order, and the call of Cornea's.</summary>
internal static partial class OperationTable
{
    // Classes whose names aren't those of the functions in CamelCase.
    private static readonly Dictionary<string, string> OtherNames = new()
    {
        ["AllClose"] = "allclose", ["BatchNorm"] = "batch_normalization", ["CDist"] = "cdist", ["IsIn"] = "isin", ["LayerNorm"] = "layer_normalization",
        ["RMSNorm"] = "rms_normalization", ["SearchSorted"] = "searchsorted", ["TopK"] = "top_k",
    };

    private static readonly Dictionary<string, (string Signature, Func<OperationCall, TensorList> Call)> Entries = new(
        Elementwise().Concat(Reductions()).Concat(Arrangement()).Concat(Indexing()).Concat(Products()).Concat(Networks()).Concat(Images())
            .Select(entry => KeyValuePair.Create(entry.Name, (entry.Signature, entry.Call))));

    /// <summary>Whether there is an operation of a class.</summary>
    public static bool Has(string className) => Find(className) is not null;

    /// <summary>Calls an operation.</summary>
    /// <param name="className">Keras' class, such as <c>GetItem</c>.</param>
    /// <param name="config">The arguments of its making.</param>
    /// <param name="arguments">Those of the call.</param>
    /// <param name="tensors">What stands in the places of the tensors.</param>
    /// <exception cref="InvalidDataException">An argument is missing, wrong, or unknown.</exception>
    public static TensorList Run(string className, JsonObject config, OperationArguments arguments, TensorList tensors)
    {
        (string signature, Func<OperationCall, TensorList> run) = Find(className) ?? throw new InvalidDataException($"There is no operation {className}.");
        var call = new OperationCall(className, signature, config, arguments, tensors);
        TensorList result = run(call);
        call.ExpectAllTaken();
        return result;
    }

    private static (string Signature, Func<OperationCall, TensorList> Call)? Find(string className)
    {
        string name = OtherNames.GetValueOrDefault(className, LayerNames.Snake(className));
        return Entries.TryGetValue(name, out (string Signature, Func<OperationCall, TensorList> Call) entry) || Entries.TryGetValue($"image.{name}", out entry) ? entry : null;
    }

    private static (string Name, string Signature, Func<OperationCall, TensorList> Call) Op(string name, string signature, Func<OperationCall, TensorList> call) =>
        (name, signature, call);

    private static (string Name, string Signature, Func<OperationCall, TensorList> Call) Unary(string name, Func<Tensor, Tensor> function, string argument = "x") =>
        (name, argument, call => function(call[argument]));

    private static (string Name, string Signature, Func<OperationCall, TensorList> Call) Binary(string name, Func<Tensor, Tensor, Tensor> function, string names = "x1 x2")
    {
        string[] both = names.Split(' ');
        return (name, names, call => function(call[both[0]], call[both[1]]));
    }

    private static (string Name, string Signature, Func<OperationCall, TensorList> Call) Reduction(string name, Func<Tensor, Axes?, bool, Tensor> function) =>
        (name, "x axis keepdims", call => function(call["x"], call.Axes(), call.Bool("keepdims")));
}
