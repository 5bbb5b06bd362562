namespace Cornea.Files;

/// <summary>Models of other programs that people try to load: refused by name, with what to make of them first.</summary>
internal static class ForeignModels
{
    private const int Looked = 64;

    /// <summary>Says what a file is, if it's another program's.</summary>
    /// <exception cref="InvalidDataException">It is.</exception>
    public static void Refuse(string path)
    {
        if (Directory.Exists(path))
        {
            if (File.Exists(Path.Combine(path, "saved_model.pb")))
                throw Refusal(path, "a TensorFlow SavedModel", "load it in Keras and save it as .keras, or convert it to ONNX with tf2onnx");
            return;
        }

        byte[] start = StartOf(path);
        string extension = Path.GetExtension(path).ToLowerInvariant();
        if (Has(start, 4, "TFL3"u8)) throw Refusal(path, "a TensorFlow Lite model", "convert it to ONNX with tf2onnx (--tflite)");
        if (Has(start, 0, "II*\0"u8) || Has(start, 0, "MM\0*"u8)) throw Refusal(path, "a TIFF picture", "a model ends with .keras or .h5");
        if (Has(start, 0, [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'])) throw Refusal(path, "an array of NumPy's", "a model ends with .keras or .h5");
        if (IsSafeTensors(start)) throw Refusal(path, "a file of safetensors, which holds weights without a network", "load it where the network is and export that to ONNX");
        if (extension is ".pt" or ".pth" or ".ckpt" or ".bin" || start is [0x80, <= 5, ..])
            throw Refusal(path, "a pickle of PyTorch's or Python's, whose reading would run code", "export the model to ONNX with torch.onnx.export");
        if (extension == ".onnx") throw Refusal(path, "an ONNX model", "read it with Onnx.Import of the package Cornea.Onnx");
        if (extension == ".pb") throw Refusal(path, "a graph of TensorFlow's", "convert it to ONNX with tf2onnx");
        if (extension is ".mlmodel" or ".mlpackage") throw Refusal(path, "a Core ML model", "convert what it was made of to ONNX");
        if (extension == ".caffemodel") throw Refusal(path, "a Caffe model", "convert it to ONNX");
    }

    private static byte[] StartOf(string path)
    {
        using FileStream stream = FileReading.Open(path);
        byte[] start = new byte[Looked];
        return start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)];
    }

    // A length of eight bytes, and then JSON.
    private static bool IsSafeTensors(byte[] start) => start.Length > 9 && start[8] == (byte)'{' && start.AsSpan(4, 4).SequenceEqual("\0\0\0\0"u8);

    private static bool Has(byte[] start, int at, ReadOnlySpan<byte> text) => start.Length >= at + text.Length && start.AsSpan(at, text.Length).SequenceEqual(text);

    private static InvalidDataException Refusal(string path, string what, string remedy) =>
        new($"{path}: is {what}, which isn't read as a model; {remedy}.");
}
