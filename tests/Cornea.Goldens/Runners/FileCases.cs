using Cornea.Files;
using Cornea.Vision;

namespace Cornea.Goldens.Runners;

/// <summary>Cases of the kind <c>files</c>: images as Pillow decodes them and broken ones; MATLAB files of all versions; an HDF5 file of h5py's.</summary>
internal static class FileCases
{
    private static readonly string[] Broken = ["broken.png", "broken.jpg", "not_an_image.jpg"];

    public static void Run(GoldenCase golden)
    {
        switch (golden.Name[(golden.Name.LastIndexOf('/') + 1)..])
        {
            case "images": RunImages(golden); break;
            case "mat": RunMat(golden); break;
            case "hdf5": RunHdf5(golden); break;
            default: throw new NotUnderstoodException($"there is no runner for files of {golden.Name}");
        }
    }

    private static void RunImages(GoldenCase golden)
    {
        foreach (string array in golden.ArrayNames)
        {
            FileArray expected = golden[array];
            string[] words = array.Split('_'); // Such as q75_420_jpg_rgb.
            if (words[^1] != "rgb") throw new NotUnderstoodException($"the array {array}");
            string file = $"{string.Join('_', words[..^2])}.{words[^2]}";
            Tensor image = ImageTensor.Decode(golden.ReadFile(file));
            Tolerance(words[^2]).Check(file, expected, [.. image.Shape], image.ToArray<double>());
        }

        foreach (string file in Broken)
        {
            try
            {
                ImageTensor.Decode(golden.ReadFile(file));
            }
            catch (InvalidDataException)
            {
                continue;
            }

            throw new MismatchException($"{file}: expected an error, but it was read");
        }
    }

    private static void RunMat(GoldenCase golden)
    {
        foreach (string version in (string[])["v4", "v5", "v7", "v73"])
        {
            MatFile file = MatFile.Read(new MemoryStream(golden.ReadFile($"{version}.mat")), version);
            string[] held = version == "v4" ? ["labels"] : [.. golden.ArrayNames];
            string[] others = version switch { "v4" => ["small"], "v73" => [], _ => ["text", "names", "s"] };
            if (!file.Names.Order().SequenceEqual(held.Concat(others).Order())) throw new MismatchException($"{version}: has the variables {string.Join(", ", file.Names)}");
            foreach (string name in held) CheckArray($"{version}, {name}", golden[name], file.Get(name));
            if (version == "v4") CheckArray("v4, small", FileArray.From<double>([0, 1, 2, 3, 4, 5], 2, 3), file.Get("small"));
            if (others.Contains("text")) CheckOthers(version, file);
        }
    }

    private static void CheckOthers(string version, MatFile file)
    {
        CheckTexts($"{version}, text", ["hello"], file.Get("text").ToTexts());
        CheckTexts($"{version}, names", ["a", "bb"], file.Get("names").ToTexts());
        MatArray structure = file.Get("s");
        CheckTexts($"{version}, s", ["a", "b"], [.. structure.FieldNames]);
        CheckArray($"{version}, s.a", FileArray.From<double>([1.5], 1, 1), structure["a"]);
        CheckArray($"{version}, s.b", FileArray.From<double>([0, 1, 2], 1, 3), structure["b"]);
    }

    private static void CheckArray(string what, FileArray expected, MatArray found)
    {
        if (found.Kind != MatKind.Complex)
        {
            Tensor numbers = found.ToTensor();
            GoldenTolerance.Exact.Check(what, expected, [.. numbers.Shape], numbers.ToArray<double>());
            return;
        }

        (Tensor real, Tensor imaginary) = found.ToComplex();
        System.Numerics.Complex[] wanted = expected.ToComplexArray();
        Check("real parts", [.. wanted.Select(number => number.Real)], real);
        Check("imaginary parts", [.. wanted.Select(number => number.Imaginary)], imaginary);

        void Check(string part, double[] values, Tensor tensor) =>
            GoldenTolerance.Exact.Check($"{what}, {part}", FileArray.From<double>(values, expected.Shape), [.. tensor.Shape], tensor.ToArray<double>());
    }

    private static void RunHdf5(GoldenCase golden)
    {
        Hdf5Group root = Hdf5Reader.Read(ByteSource.Of(golden.ReadFile("a.h5")), "a.h5");
        string[] members = [.. golden.ArrayNames, "g"];
        if (!root.Members.Keys.Order().SequenceEqual(members.Order())) throw new MismatchException($"a.h5: has the members {string.Join(", ", root.Members.Keys)}");
        foreach (string name in golden.ArrayNames) Check(name, golden[name], root.FindArray(name)!);
        Hdf5Group group = root.Find("g")!;
        Check("g/chunked", FileArray.From<int>([.. Enumerable.Range(0, 1000)], 50, 20), group.FindArray("chunked")!);
        CheckTexts("name", ["café"], root.Attributes["name"].Texts());
        CheckTexts("g's names", ["a", "bb"], group.Attributes["names"].Texts());

        static void Check(string name, FileArray expected, Hdf5Array found)
        {
            FileArray values = found.Read();
            GoldenTolerance.Exact.Check(name, expected, values.Shape.ToArray(), values.ToArray<double>());
        }
    }

    private static void CheckTexts(string what, string[] expected, string[] found)
    {
        if (!expected.SequenceEqual(found)) throw new MismatchException($"{what}: expected {string.Join(", ", expected)}, got {string.Join(", ", found)}");
    }

    private static GoldenTolerance Tolerance(string ending) => ending is "jpg" or "webp"
        ? GoldenTolerance.Exact.AtLeast(2, because: "decoders of JPEG and WebP round in different places")
        : GoldenTolerance.Exact;
}
