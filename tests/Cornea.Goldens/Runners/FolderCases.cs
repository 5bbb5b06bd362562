using System.Formats.Tar;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cornea.Data;
using Cornea.Vision;

namespace Cornea.Goldens.Runners;

/// <summary>Cases of the kind <c>folders</c>: image_dataset_from_directory on photos that lie beside the repository, for they have no licence of their own.</summary>
internal static class FolderCases
{
    private const int Step = 50; // Of unshuffled cases every 50th image is kept.

    private static readonly Lazy<string> Photos = new(Unpack);

    /// <summary>Why cases of a name can't run here; null if they can.</summary>
    public static string? Missing(string name) => name.StartsWith("folders/", StringComparison.Ordinal) && !File.Exists(Archive) ? "../shared/data/cats_and_dogs.tar isn't here." : null;

    public static void Run(GoldenCase golden)
    {
        ImageFolder photos = Open(new Arguments("image_dataset_from_directory", golden.Json["arguments"]!.Whole().AsObject()));
        string[] expected = [.. golden.Json["files"]!.Whole().AsArray().Select(file => file!.GetValue<string>())];
        string[] files = [.. photos.Files.Select(file => Path.GetRelativePath(Photos.Value, file).Replace(Path.DirectorySeparatorChar, '/'))];
        if (!files.SequenceEqual(expected)) throw new MismatchException($"expected {expected.Length} files that begin with {expected[0]}, got {files.Length} that begin with {files[0]}, or others between");
        string[] names = [.. golden.Json["class_names"]!.Whole().AsArray().Select(name => name!.GetValue<string>())];
        if (!photos.ClassNames.SequenceEqual(names)) throw new MismatchException($"classes: expected {string.Join(", ", names)}, got {string.Join(", ", photos.ClassNames)}");
        for (int i = 0; i < files.Length; i++)
            if (names[photos.Labels[i]] != files[i].Split('/')[0]) throw new MismatchException($"{files[i]}: its label is {photos.Labels[i]}");
        if (golden.Json["sampled"]?.ToText() != "every 50th image of an unshuffled pass") throw new NotUnderstoodException("which images the case has");
        if (golden.Has("x")) CheckImages(golden, photos);
    }

    // TensorFlow decodes JPEG by a transform that is quick and not exact (INTEGER_FAST), which moves a pixel by a few grey levels, and all of them by
    // one level in the mean; an image in another place or another size differs by tens.
    private static void CheckImages(GoldenCase golden, ImageFolder photos)
    {
        Batch[] images = [.. photos.Subset(Enumerable.Range(0, photos.Count).Where(index => index % Step == 0)).ToDataset().Unbatch()];
        Tensor x = Stacked(images.Select(image => image.Inputs[0]));
        GoldenTolerance.Values.AtLeast(5, because: "TensorFlow's JPEG isn't exact").Check("x", golden["x"], x);
        double mean = golden["x"].ToArray<double>().Zip(x.ToArray<double>(), (expected, got) => Math.Abs(expected - got)).Average();
        if (mean > 1.5) throw new MismatchException($"x: expected a mean difference of at most 1.5, got {mean}");
        if (golden.Has("y")) GoldenTolerance.Exact.Check("y", golden["y"], Stacked(images.Select(image => image.Targets![0])));
    }

    private static Tensor Stacked(IEnumerable<Tensor> rows) => Ops.Stack([.. rows], axis: 0);

    private static ImageFolder Open(Arguments arguments)
    {
        string? labelMode = arguments.TryTake("label_mode")?.GetValue<string>();
        var size = arguments.TryTake("image_size")?.AsArray();
        ImageFolder photos = ImageFolder.Open(
            Photos.Value,
            labelMode: labelMode ?? "int",
            classNames: arguments.TryTake("class_names")?.AsArray().Select(name => name!.GetValue<string>()).ToArray(),
            colorMode: arguments.TryTake("color_mode")?.GetValue<string>() ?? "rgb",
            imageSize: size is null ? null : (size[0]!.GetValue<int>(), size[1]!.GetValue<int>()),
            shuffle: arguments.TryTake("shuffle")?.GetValue<bool>() ?? true,
            seed: arguments.TryTake("seed")?.GetValue<int>(),
            validationSplit: arguments.TryTake("validation_split")?.GetValue<double>(),
            subset: arguments.TryTake("subset")?.GetValue<string>(),
            interpolation: arguments.TryTake("interpolation")?.GetValue<string>() ?? "bilinear",
            cropToAspectRatio: arguments.TryTake("crop_to_aspect_ratio")?.GetValue<bool>() ?? false,
            padToAspectRatio: arguments.TryTake("pad_to_aspect_ratio")?.GetValue<bool>() ?? false,
            batchSize: arguments.TryTake("batch_size")?.GetValue<int>() ?? 32);
        arguments.ExpectAllTaken();
        return photos;
    }

    private static string Archive => Path.GetFullPath(Path.Combine(GoldenFolder.RepositoryPath, "../../../shared/data/cats_and_dogs.tar"));

    private static string Unpack()
    {
        string folder = Directory.CreateTempSubdirectory("cornea-photos-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        TarFile.ExtractToDirectory(Archive, folder, overwriteFiles: false);
        return Path.Combine(folder, "cats_and_dogs");
    }
}
