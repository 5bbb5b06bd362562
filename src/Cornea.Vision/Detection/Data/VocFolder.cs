using System.Xml;
using System.Xml.Linq;

namespace Cornea.Vision;

/// <summary>Photos with boxes in Pascal VOC's layout: Annotations/*.xml, JPEGImages, and lists in ImageSets/Main.</summary>
/// <remarks>
/// VOC counts pixels from 1 and its boxes end with their last pixel: xmin 1, xmax 1 is the first column, from 0 to 1 in <see cref="Box"/>. Boxes that
/// reach beyond the photo are cut off; those without a pixel on it are left out and told in <see cref="DetectionDataset.LeftOut"/>.
/// </remarks>
public static class VocFolder
{
    private const long MaximumCharacters = 16 << 20;

    /// <summary>Opens a folder.</summary>
    /// <param name="folder">The folder with Annotations in it.</param>
    /// <param name="split">A list of ImageSets/Main without its ending, such as <c>"train"</c>; null: all annotations.</param>
    /// <param name="classNames">The classes, in the order of their numbers; null: all that the folder's annotations name, whatever the list, in alphabetical order.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder, or no Annotations in it.</exception>
    /// <exception cref="FileNotFoundException">There is no such list, or a photo or its annotations are missing.</exception>
    /// <exception cref="InvalidDataException">An annotation is no XML, has a document type (which could make it grow without end), a wrong box, or an unknown class; or the list is empty. The message names the file.</exception>
    public static DetectionDataset Open(string folder, string? split = null, IReadOnlyList<string>? classNames = null)
    {
        ArgumentNullException.ThrowIfNull(folder);
        string annotations = Path.Combine(folder, "Annotations");
        if (!Directory.Exists(annotations)) throw new DirectoryNotFoundException($"VocFolder: expected a folder with Annotations in it, got '{folder}'.");
        string[] all = [.. Directory.EnumerateFiles(annotations, "*.xml").Order(StringComparer.Ordinal)];
        if (all.Length == 0) throw new InvalidDataException($"{annotations}: there is no .xml file in it.");
        string[] files = split is null ? all : [.. NamesOf(folder, split).Select(name => Path.Combine(annotations, name + ".xml"))];
        var documents = new Dictionary<string, XElement>();
        foreach (string file in classNames is null ? all.Union(files) : files) documents[file] = Read(file);
        classNames ??= [.. documents.Values.SelectMany(root => root.Elements("object")).Select(thing => Text(thing, "name") ?? "").Where(name => name.Length > 0).Distinct().Order(StringComparer.Ordinal)];
        if (classNames.Count == 0) throw new InvalidDataException($"{annotations}: no file has an object with a name.");
        var leftOut = new List<string>();
        AnnotatedImage[] images = [.. files.Select(file => ImageOf(folder, file, documents[file], classNames, leftOut))];
        return new DetectionDataset(images, classNames, leftOut);
    }

    private static string[] NamesOf(string folder, string split)
    {
        string list = Path.Combine(folder, "ImageSets", "Main", split + ".txt");
        if (!File.Exists(list)) throw new FileNotFoundException($"VocFolder: there is no list '{list}'.", list);
        // Lists of one class have 1, 0 or −1 behind each name.
        string[] names = [.. File.ReadLines(list).Select(line => line.Trim().Split(' ', '\t')[0]).Where(name => name.Length > 0)];
        if (names.Length == 0) throw new InvalidDataException($"{list}: is empty.");
        if (names.FirstOrDefault(name => name != Path.GetFileName(name)) is { } outside) throw new InvalidDataException($"{list}: expected names of files, got '{outside}'.");
        return names;
    }

    private static XElement Read(string file)
    {
        if (!File.Exists(file)) throw new FileNotFoundException($"VocFolder: there are no annotations '{file}'.", file);
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MaximumCharacters };
        try
        {
            using var reader = XmlReader.Create(file, settings);
            return XDocument.Load(reader).Root!;
        }
        catch (XmlException error)
        {
            throw new InvalidDataException($"{file}: {error.Message}", error);
        }
    }

    private static AnnotatedImage ImageOf(string folder, string file, XElement root, IReadOnlyList<string> classNames, List<string> leftOut)
    {
        string photo = PhotoOf(folder, file, root);
        XElement size = root.Element("size") ?? throw new InvalidDataException($"{file}: has no <size>.");
        int width = BoxChecks.Side(Number(size, "width"), file, "width"), height = BoxChecks.Side(Number(size, "height"), file, "height");
        var checks = new BoxChecks(file, width, height, leftOut);
        var boxes = new List<LabeledBox>();
        foreach (XElement thing in root.Elements("object"))
        {
            string name = Text(thing, "name") ?? throw new InvalidDataException($"{file}: an <object> has no <name>.");
            int index = classNames.ToList().IndexOf(name);
            if (index < 0) throw new InvalidDataException($"{file}: has a '{name}', expected classes among {string.Join(", ", classNames)}.");
            XElement corners = thing.Element("bndbox") ?? throw new InvalidDataException($"{file}: a '{name}' has no <bndbox>.");
            var box = new Box(Number(corners, "xmin") - 1, Number(corners, "ymin") - 1, Number(corners, "xmax"), Number(corners, "ymax"));
            if (checks.OnPhoto(box) is { } clipped) boxes.Add(new LabeledBox(clipped, index, IsDifficult: Text(thing, "difficult") == "1"));
        }

        return new AnnotatedImage(photo, width, height, boxes);

        double Number(XElement parent, string name) => BoxChecks.Number(Text(parent, name), file, name);
    }

    // The annotation's own name for the photo; some folders were renamed later, then the photo is called as the annotation.
    private static string PhotoOf(string folder, string file, XElement root)
    {
        string photos = Path.Combine(folder, "JPEGImages"), name = Path.GetFileNameWithoutExtension(file);
        string[] candidates = [Path.GetFileName(Text(root, "filename") ?? ""), name + ".jpg", name + ".jpeg", name + ".png", name + ".JPG"];
        return candidates.Where(candidate => candidate.Length > 0).Select(candidate => Path.Combine(photos, candidate)).FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"VocFolder: {file}: there is no photo '{Path.Combine(photos, candidates.First(candidate => candidate.Length > 0))}'.");
    }

    private static string? Text(XElement parent, string name) => parent.Element(name)?.Value.Trim();
}
