namespace Cornea.Onnx;

/// <summary>ONNX, the exchange format for networks: files of other programs become models, and models become files for other programs.</summary>
/// <remarks>Source: Open Neural Network Exchange, onnx.ai; its operators' specification, versions 7 to 21.</remarks>
public static class Onnx
{
    /// <summary>A model that computes what an ONNX file does, and can be trained further and saved.</summary>
    /// <param name="path">The file; weights that it keeps in files beside must lie in its folder.</param>
    /// <param name="keepLayout">
    /// False: images go in and come out with the channels last, as everywhere in Cornea, and no transpose is left in the network. True: inputs
    /// and outputs are exactly as the file has them, channels first as a rule, and are transposed at the border.
    /// </param>
    /// <param name="anyBatch">Whether a number of samples that the file fixes is let go, so that any number may be fed.</param>
    /// <remarks>
    /// Convolutions, dense layers and normalisations are layers of their nodes' names, with trainable weights; batch normalisation isn't
    /// folded. What no layer does is an operation between layers. Half-precision weights become single precision. What isn't float32,
    /// float64, int32, int64, uint8 or bool is held in a wider type.
    /// </remarks>
    /// <exception cref="InvalidDataException">The file is damaged, or has operators that aren't supported; the message names them all.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static Model Import(string path, bool keepLayout = false, bool anyBatch = false)
    {
        ArgumentNullException.ThrowIfNull(path);
        return new ModelImport(ModelProto.Read(path), keepLayout, anyBatch).Run();
    }

    /// <summary>Writes a model as an ONNX file, for ONNX Runtime and all that reads such files: what it computes when it isn't trained.</summary>
    /// <param name="model">The model; its inputs are known.</param>
    /// <param name="path">The file. It is written whole or not at all. Where it would pass the 2 GiB that such files may have, the weights go into one beside it, of its name and <c>.data</c>.</param>
    /// <param name="opset">The version of the set of operators, 17 to 21; raised to 18 where bits of integers are computed with.</param>
    /// <remarks>
    /// Inputs and outputs are as the model has them, images channels-last; the number of samples stays open where it is. Weights keep their
    /// paths as names, inputs and nodes those of the layers. Layers of one's own are written too: by what they compute.
    /// </remarks>
    /// <exception cref="NotSupportedException">ONNX has no operator for something that the model does; the message names all of that, and nothing is written.</exception>
    /// <exception cref="InvalidOperationException">The model's inputs aren't known yet.</exception>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static void Export(Model model, string path, int opset = 17)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(path);
        if (opset is < 17 or > 21) throw new ArgumentOutOfRangeException(nameof(opset), $"Onnx.Export: expected a version of the operators from 17 to 21, got {opset}.");
        ModelExport.Write(model, path, opset);
    }

    /// <summary>The operators of an ONNX file, each with its count, its nodes, and whether it can be imported.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static IReadOnlyList<OnnxOperator> Inspect(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return OperatorList.Of(ModelProto.Read(path)).All;
    }
}
