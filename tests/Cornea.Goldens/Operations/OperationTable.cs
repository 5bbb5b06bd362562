namespace Cornea.Goldens.Operations;

/// <summary>Keras' operations by name: their arguments in Keras' order, and the call of Cornea's.</summary>
internal static partial class OperationTable
{
    private static readonly Dictionary<string, (string Signature, Func<OperationCall, TensorList> Call)> Entries = new(
        Elementwise().Concat(Reductions()).Concat(Arrangement()).Concat(Indexing()).Concat(Products()).Concat(Networks()).Concat(Images()).Concat(Losses())
            .Select(entry => KeyValuePair.Create(entry.Name, (entry.Signature, entry.Call))));

    /// <summary>Whether there is an operation of a public name such as <c>keras.ops.image.resize</c>.</summary>
    public static bool Has(string target) => Entries.ContainsKey(NameOf(target));

    /// <summary>Calls an operation.</summary>
    /// <exception cref="NotUnderstoodException">There is none of that name, or an argument isn't read.</exception>
    public static TensorList Run(string target, GoldenCase golden, Dictionary<string, Tensor> inputs)
    {
        if (!Entries.TryGetValue(NameOf(target), out (string Signature, Func<OperationCall, TensorList> Call) entry))
            throw new NotUnderstoodException($"there is no operation for {target}");
        var call = new OperationCall(golden, inputs, entry.Signature);
        TensorList result = entry.Call(call);
        call.ExpectAllTaken();
        return result;
    }

    // keras.ops.numpy.abs, keras.ops.nn.relu and keras.activations.relu are keras.ops.abs and relu.
    private static string NameOf(string target)
    {
        string name = target["keras.".Length..];
        foreach (string family in (string[])["ops.", "activations.", "random.", "numpy.", "nn.", "linalg.", "core.", "math."])
            if (name.StartsWith(family, StringComparison.Ordinal)) name = name[family.Length..];
        return name;
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
