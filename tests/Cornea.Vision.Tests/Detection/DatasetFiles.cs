namespace Cornea.Vision.Tests;

/// <summary>Small data sets on disk, drawn by the tests.</summary>
internal static class DatasetFiles
{
    /// <summary>A black photo.</summary>
    public static string Photo(string folder, string name, int width = 40, int height = 30)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, name);
        ImageTensor.Save(path, Ops.Zeros([height, width, 3], DType.UInt8));
        return path;
    }

    public static string Text(string folder, string name, string text)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>A photo of 40 × 30 and its annotations in Pascal VOC's layout.</summary>
    /// <param name="folder">The data set's.</param>
    /// <param name="name">Of both files, without ending.</param>
    /// <param name="things">Name, xmin, ymin, xmax, ymax, and whether it's difficult.</param>
    public static string Voc(string folder, string name, params ReadOnlySpan<(string Name, string Left, string Top, string Right, string Bottom, int Difficult)> things)
    {
        Photo(Path.Combine(folder, "JPEGImages"), name + ".jpg");
        string objects = "";
        foreach (var (label, left, top, right, bottom, difficult) in things)
            objects += $"<object><name>{label}</name><difficult>{difficult}</difficult><bndbox><xmin>{left}</xmin><ymin>{top}</ymin><xmax>{right}</xmax><ymax>{bottom}</ymax></bndbox></object>";
        return Text(Path.Combine(folder, "Annotations"), name + ".xml", $"<annotation><filename>{name}.jpg</filename><size><width>40</width><height>30</height><depth>3</depth></size>{objects}</annotation>");
    }
}
