namespace Cornea.Onnx;

/// <summary>An ONNX file: a graph, and which version of each set of operators it means.</summary>
internal sealed class ModelProto
{
    private ModelProto(string path) => Path = path;

    /// <summary>The file, for messages and for files beside it.</summary>
    public string Path { get; }

    public string Producer { get; private set; } = "";

    public GraphProto? Graph { get; private set; }

    /// <summary>The versions of the sets of operators, by domain.</summary>
    public Dictionary<string, long> Opsets { get; } = [];

    /// <summary>The version of ONNX' own operators.</summary>
    public int Opset { get; private set; }

    /// <summary>Functions that the file defines itself: not supported, but to be named.</summary>
    public bool HasFunctions { get; private set; }

    /// <summary>Reads a file; large arrays stay in it until they are asked for.</summary>
    /// <exception cref="InvalidDataException">It's no ONNX file, or a damaged one.</exception>
    public static ModelProto Read(string path)
    {
        if (Directory.Exists(path)) throw new IOException($"'{path}' is a folder; expected the name of a file.");
        var model = new ModelProto(path);
        using (var reader = new WireReader(File.OpenRead(path), path))
        {
            reader.Fields(field =>
            {
                switch (field)
                {
                    case 2: model.Producer = reader.Text(); break;
                    case 7: model.Graph = GraphProto.Read(reader); break;
                    case 8: ReadOpset(reader, model.Opsets); break;
                    case 25: model.HasFunctions = true; return false;
                    default: return false;
                }

                return true;
            });
        }

        if (model.Graph is null) throw new InvalidDataException($"{path}: there is no graph in it; it isn't an ONNX model.");
        model.Opset = (int)Math.Clamp(model.Opsets.GetValueOrDefault("", model.Opsets.GetValueOrDefault("ai.onnx", 1)), 0, 1000);
        return model;
    }

    private static void ReadOpset(WireReader reader, Dictionary<string, long> opsets)
    {
        (string domain, long version) = ("", 0);
        reader.Message(field =>
        {
            switch (field)
            {
                case 1: domain = reader.Text(); break;
                case 2: version = reader.Integer(); break;
                default: return false;
            }

            return true;
        });
        opsets[domain] = version;
    }
}
