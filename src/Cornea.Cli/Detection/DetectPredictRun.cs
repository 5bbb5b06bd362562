using System.Globalization;
using System.Text.Json.Nodes;
using Cornea.Cli.Terminal;
using Cornea.Vision;

namespace Cornea.Cli.Detection;

/// <summary>What a detector finds on photos.</summary>
internal static class DetectPredictRun
{
    public static void Run(string file, string[] photos, string? output, double score, bool json, CancellationToken cancellation)
    {
        if (score > 1) throw new ArgumentException($"--score: expected a number up to 1, got {score.ToString(CultureInfo.InvariantCulture)}.");
        Detector detector = Detector.Load(file);
        Screen screen = Screen.Create();
        var images = new JsonArray();
        foreach (string photo in photos)
        {
            cancellation.ThrowIfCancellationRequested();
            Tensor image = ImageTensor.Load(photo);
            IReadOnlyList<Vision.Detection> found = detector.Detect(image, score);
            if (json) images.Add(Json(photo, found));
            else Show(screen, photo, found);
            if (output is not null) ImageTensor.Save(Target(output, photo, photos.Length), Boxes.Draw(image, found));
        }

        if (json) Console.WriteLine(new JsonObject { ["images"] = images }.ToJsonString());
        else if (output is not null) screen.Line($"Saved {output}");
    }

    private static string Target(string output, string photo, int count)
    {
        if (count == 1 && Path.HasExtension(output)) return output;
        Directory.CreateDirectory(output);
        return Path.Combine(output, Path.GetFileNameWithoutExtension(photo) + ".png");
    }

    private static void Show(Screen screen, string photo, IReadOnlyList<Vision.Detection> found)
    {
        string counts = string.Join(", ", found.GroupBy(one => one.Label).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Count()} × {group.Key}"));
        screen.Line($"{photo}: {(found.Count == 0 ? "nothing" : counts)}");
        foreach (Vision.Detection one in found) screen.Line(string.Create(CultureInfo.InvariantCulture, $"  {one.Label}  {one.Score:F2}  {one.Box}"));
    }

    private static JsonObject Json(string photo, IReadOnlyList<Vision.Detection> found) => new()
    {
        ["file"] = photo,
        ["detections"] = new JsonArray([.. found.Select(one => (JsonNode)new JsonObject
        {
            ["label"] = one.Label,
            ["score"] = one.Score,
            ["box"] = new JsonArray(one.Box.Left, one.Box.Top, one.Box.Right, one.Box.Bottom),
        })]),
    };
}
