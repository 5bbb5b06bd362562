using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Cornea.Callbacks;
using Cornea.Data;
using Cornea.Files;
using Cornea.Layers;
using Cornea.Tests.Saving;

namespace Cornea.Tests.Fuzz;

/// <summary>The formats that Cornea reads, each with a few whole files and what damages it knowingly.</summary>
internal static class FuzzFormats
{
    private static readonly CifarSource SmallCifar = Cifar10.Source with { RecordsPerFile = (2, 2) };
    private static readonly string[] LayersModelFiles = ["model.json", "group1-shard1of1.bin"];
    private static readonly Lazy<Model> Target = new(() => Network());

    public static IReadOnlyList<FuzzFormat> All { get; } =
    [
        new("keras", new(() => [Saved(Network()), Saved(Functional()), Saved(Recurrent())]), ContainerMutator.Zip, (bytes, path) => Model.Load(Written(path + ".keras", bytes))),
        new("weights", new(() => [Weights()]), Hdf5Mutator.Mutate, (bytes, path) => Target.Value.LoadWeights(Written(path + ".weights.h5", bytes))),
        new("hdf5", new(() => [Weights(), Saving.Hdf5Tests.Resource("h5py_chunks.h5"), Saving.Hdf5Tests.Resource("h5py_dense.h5")]), Hdf5Mutator.Mutate, (bytes, path) => ReadAll(Hdf5Reader.Read(ByteSource.Of(bytes), path))),
        new("h5", new(() => [Legacy(Network()), Legacy(Functional())]), Hdf5Mutator.Mutate, (bytes, path) => Model.Load(Written(path + ".h5", bytes))),
        new("fromjson", new(() => [.. new[] { Network(), Functional(), Recurrent() }.Select(model => Encoding.UTF8.GetBytes(model.ToJsonText()))]), JsonMutator.Mutate, FromJson),
        new("onnx", new(() => [.. new[] { Network(), Functional() }.Select(Exported), Golden("onnx", "torch_mlp", "model.onnx"), Golden("onnx", "torch_resnetish", "model.onnx")]), ProtobufMutator.Mutate, (bytes, path) => Onnx.Onnx.Import(Written(path + ".onnx", bytes))),
        new("tfjs", new(() => [LayersModel("convolutions"), LayersModel("nested"), LayersModel("recurrent"), LayersModel("branches", quantize: true)]), ContainerMutator.Zip, ReadLayersModel),
        new("mat", new(() => [.. new[] { "v4", "v5", "v7", "v73" }.Select(version => Golden("files", "mat", $"{version}.mat")), Mat()]), MatMutator.Mutate, ReadMat),
        new("npz", new(() => [Npz(false), Npz(true)]), ContainerMutator.Zip, (bytes, path) => NumPyFile.LoadAll(Written(path + ".npz", bytes))),
        new("npy", new(Npy), ContainerMutator.Npy, (bytes, path) => NumPyFile.Load(Written(path + ".npy", bytes))),
        new("idx", new(() => [Idx()]), ContainerMutator.Idx, (bytes, path) => IdxFile.Read(new MemoryStream(bytes), path)),
        new("csv", new(() => [Encoding.UTF8.GetBytes("label,\"a, b\",c\n1,2.5,-3e2\n2,nan,4\n0,\"7\",0.1\n"), "5;6\r\n7;8\r\n"u8.ToArray()]), ContainerMutator.Csv, ReadCsv),
        new("cifar", new(() => [Tar()]), ContainerMutator.Tar, Cifar),
        new("cache", new(() => [Cache()]), ContainerMutator.Cache, ReadCache),
        new("backup", new(() => [Backup()]), Hdf5Mutator.Mutate, (bytes, path) => Restore(Written(path + ".h5", bytes))),
    ];

    public static Model Network() => new Sequential("s")
    {
        new Input(8, 8, 1),
        new Conv2D(4, 3, padding: "same", activation: "relu"),
        new BatchNormalization(),
        new MaxPooling2D(2),
        new ZeroPadding2D(1),
        new Flatten(),
        new Dropout(0.5),
        new Dense(3, activation: "softmax"),
    };

    private static Model Functional()
    {
        Tensor a = new Input([12, 4], name: "a"), b = new Input([5], name: "b");
        Tensor x = new Conv1D(4, 3, strides: 2, name: "c1").Call(a);
        x = new UpSampling1D(2, name: "u1").Call(x);
        x = new MultiHeadAttention(2, 4, name: "m1").Call([x, x])[0];
        x = new LayerNormalization(name: "n1").Call(x);
        x = new GlobalAveragePooling1D(name: "p1").Call(x);
        Tensor y = new Embedding(11, 4, name: "e1").Call(b);
        y = new Reshape((4, 5), name: "r1").Call(y);
        y = new Permute([2, 1], name: "t1").Call(y);
        y = new Flatten(name: "f1").Call(y);
        Tensor z = new Concatenate(name: "k1").Call([x, y]);
        Tensor inside = new Input([24], name: "i");
        var inner = new Model(inside, new Dense(6, name: "d0").Call(inside), "inner");
        return new Model([a, b], new Dense(2, name: "d1").Call(inner.Call(z)), "f");
    }

    private static Model Recurrent() => new Sequential("r")
    {
        new Input(6, 8, 8, 2),
        new TimeDistributed(new SeparableConv2D(3, 3)),
        new TimeDistributed(new AdaptiveAveragePooling2D(2)),
        new Reshape((6, 12)),
        new Bidirectional(new LSTM(3, returnSequences: true)),
        new GRU(4),
        new RepeatVector(2),
        new Cropping1D((0, 1)),
        new Flatten(),
        new Dense(2),
    };

    private static byte[] Legacy(Model model)
    {
        using var folder = new TemporaryFolder();
        model.Compile("adam", "mse", metrics: ["mae"]);
        model.Save(folder.File("m.h5"));
        return File.ReadAllBytes(folder.File("m.h5"));
    }

    private static byte[] Saved(Model model)
    {
        using var folder = new TemporaryFolder();
        if (model is Sequential) model.Compile("adam", "mse", metrics: [new Metrics.AUC(), new Metrics.MeanIoU(3), new Metrics.Precision([0.2, 0.5])]);
        model.Save(folder.File("m.keras"));
        return File.ReadAllBytes(folder.File("m.keras"));
    }

    private static byte[] Exported(Model model)
    {
        using var folder = new TemporaryFolder();
        Onnx.Onnx.Export(model, folder.File("m.onnx"));
        return File.ReadAllBytes(folder.File("m.onnx"));
    }

    private static byte[] Golden(string folder, string name, string file)
    {
        using ZipArchive archive = ZipFile.OpenRead(Path.Combine(Repository.Folder, "tests", "Goldens", folder, name + ".npz"));
        using Stream stream = archive.GetEntry(file)!.Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    // The files of a folder, as one.
    private static byte[] LayersModel(string name, bool quantize = false)
    {
        using var folder = new TemporaryFolder();
        LayersModelSamples.Filled(name).Save(folder.File(LayersModelFiles[0]));
        if (quantize) LayersModelSamples.Quantize(folder.File(LayersModelFiles[0]), ["uint8", "float16", "uint16"]);
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
            foreach (string file in LayersModelFiles) archive.CreateEntryFromFile(folder.File(file), file);
        return memory.ToArray();
    }

    private static void ReadLayersModel(byte[] bytes, string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        using var archive = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
        foreach (string file in LayersModelFiles)
        {
            if (archive.GetEntry(file) is not { Length: < 1 << 20 } entry) throw new InvalidDataException("The archive itself is damaged.");
            entry.ExtractToFile(Path.Combine(folder, file), overwrite: true);
        }

        Model.Load(Path.Combine(folder, LayersModelFiles[0]));
    }

    private static byte[] Mat()
    {
        using var folder = new TemporaryFolder();
        MatFile.Save(folder.File("m.mat"), [new("x", Tensor.From(new float[60], [3, 4, 5])), new("y", Tensor.From([1, 2, 3], [3]))]);
        return File.ReadAllBytes(folder.File("m.mat"));
    }

    private static void ReadMat(byte[] bytes, string path)
    {
        MatFile file = MatFile.Read(new MemoryStream(bytes), path);
        foreach (string name in file.Names) Look(file.Get(name));

        static void Look(MatArray array)
        {
            if (array.Kind == MatKind.Numbers) array.ToTensor();
            else if (array.Kind == MatKind.Complex) array.ToComplex();
            else if (array.Kind == MatKind.Text) array.ToTexts();
            else if (array.Kind == MatKind.Cell) foreach (MatArray item in array.Items) Look(item);
            else if (array.Kind == MatKind.Struct && array.Shape.ElementCount == 1) foreach (string field in array.FieldNames) Look(array[field]);
        }
    }

    private static byte[] Weights()
    {
        using var folder = new TemporaryFolder();
        Target.Value.SaveWeights(folder.File("m.weights.h5"));
        return File.ReadAllBytes(folder.File("m.weights.h5"));
    }

    private static void ReadAll(Hdf5Group group)
    {
        foreach (Hdf5Attribute attribute in group.Attributes.Values) attribute.Texts();
        foreach (Hdf5Object member in group.Members.Values)
        {
            if (member is Hdf5Group inner) ReadAll(inner);
            else ((Hdf5Array)member).Read();
        }
    }

    private static void FromJson(byte[] bytes, string path)
    {
        var budget = new LoadBudget("Model", 64 << 20, 20_000); // That of a text allows models that take long to be filled with random numbers.
        Model.FromJson(JsonText.Parse(bytes, "Model", budget) ?? throw new InvalidDataException("null"), null, budget);
    }

    private static byte[] Npz(bool compress)
    {
        using var folder = new TemporaryFolder();
        NpzFile.Write(folder.File("x.npz"), [new("a", FileArray.From<float>([1, 2, 3, 4, 5, 6], 2, 3)), new("b", FileArray.From<long>([5, 6], 2)), new("c", FileArray.From<byte>(new byte[1000], 1000))], compress);
        return File.ReadAllBytes(folder.File("x.npz"));
    }

    private static byte[][] Npy()
    {
        return [Of(FileArray.From<float>([1, 2, 3, 4, 5, 6], 2, 3)), Of(FileArray.From<ushort>([1, 2, 3], 3)), Of(FileArray.From<byte>([], 0))];

        static byte[] Of(FileArray array)
        {
            using var memory = new MemoryStream();
            NpyFile.Write(memory, array);
            return memory.ToArray();
        }
    }

    private static void ReadCsv(byte[] bytes, string path)
    {
        string written = Written(path + ".csv", bytes);
        bool isSemicolon = bytes.AsSpan().Contains((byte)';');
        CsvFile.Load(written, isSemicolon ? ';' : ',', skipRows: isSemicolon ? 0 : 1, dtype: bytes.Length % 2 == 0 ? DType.Float32 : DType.Int64);
    }

    private static byte[] Idx() => [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, .. new byte[24]];

    private static byte[] Tar()
    {
        using var memory = new MemoryStream();
        using (var archive = new TarWriter(memory, TarEntryFormat.Ustar, leaveOpen: true))
        {
            string[] names = [.. SmallCifar.TrainFiles, SmallCifar.TestFile];
            foreach (string name in names)
                archive.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, $"{SmallCifar.Inner}/{name}") { DataStream = new MemoryStream(new byte[2 * 3073]) });
        }

        return memory.ToArray();
    }

    private static void Cifar(byte[] bytes, string path)
    {
        string folder = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(path)!, SmallCifar.Folder)).FullName;
        File.WriteAllBytes(Path.Combine(folder, SmallCifar.Archive.Name), bytes);
        SmallCifar.Load(new DatasetCache(Path.GetDirectoryName(path)), 0);
    }

    private static byte[] Cache()
    {
        using var folder = new TemporaryFolder();
        var spec = new ElementSpec([new TensorSpec([4], DType.Float32), new TensorSpec([1], DType.Int32)], 1, 1);
        using (var writer = new CacheFileWriter(folder.File("cache")))
        {
            for (int index = 0; index < 3; index++) writer.Write(new Element(spec, [Storage.Of<float>([1, 2, 3, 4]), Storage.Of<int>([index])]));
            writer.Finish();
        }

        return File.ReadAllBytes(folder.File("cache"));
    }

    private static void ReadCache(byte[] bytes, string path)
    {
        using var reader = new CacheFileReader(Written(path, bytes));
        reader.CheckEnd(null);
        var pool = new StagingPool();
        while (reader.TryRead(pool, out Element? element)) element!.ToBatch();
    }

    private static byte[] Backup()
    {
        using var folder = new TemporaryFolder();
        (TrainingRun run, ArrayFeed feed) = Run();
        using (feed)
        {
            feed.Begin();
            (run.Epoch, run.Step) = (1, 0);
            run.Save(folder.File("b.h5"));
        }

        return File.ReadAllBytes(folder.File("b.h5"));
    }

    private static void Restore(string path)
    {
        (ulong, ulong) state = RandomSeed.State;
        (TrainingRun run, ArrayFeed feed) = Run();
        try
        {
            run.Restore(path);
        }
        finally
        {
            feed.Dispose();
            RandomSeed.State = state;
        }
    }

    private static (TrainingRun Run, ArrayFeed Feed) Run()
    {
        var model = new Sequential("b") { new Input(4), new Dense(2) };
        model.Compile("adam", "mse", metrics: ["mae"]);
        var data = new Batch(Tensor.From(new float[12, 4]), Tensor.From(new float[12, 2]));
        var feed = new ArrayFeed(StepMode.Train, data, 0, 12, 4, 1, null);
        return (new TrainingRun(model, feed, [new EarlyStopping(monitor: "loss"), new ReduceLROnPlateau(monitor: "loss")], 0, 5), feed);
    }

    private static string Written(string path, byte[] bytes)
    {
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
