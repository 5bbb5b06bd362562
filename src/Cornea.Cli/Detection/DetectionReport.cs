using System.Globalization;
using System.Text.Json.Nodes;
using Cornea.Cli.Terminal;
using Cornea.Cli.Training;
using Cornea.Vision;
using Spectre.Console;

namespace Cornea.Cli.Detection;

/// <summary>COCO's figures for people and for programs.</summary>
internal static class DetectionReport
{
    public static void Show(Screen screen, CocoResult result, int photos)
    {
        screen.Markup($"[bold]mAP@0.5 {Text(result.AP50)}, mAP@0.5:0.95 {Text(result.AP)}[/], on {photos:N0} photos.");
        int width = result.Classes.Max(one => one.Label.Length);
        foreach (ClassPrecision one in result.Classes) screen.Line($"  {one.Label.PadRight(width)}  AP@0.5 {Text(one.AP50)}  AP@0.5:0.95 {Text(one.AP)}");
        screen.Line($"  AP@0.75 {Text(result.AP75)}; small {Text(result.APSmall)}, medium {Text(result.APMedium)}, large {Text(result.APLarge)}; recall {Text(result.AR100)}");
    }

    /// <summary>The figures; with those of the training where there was one.</summary>
    public static JsonObject Json(CocoResult? result, int photos, int measured, Cornea.History? history = null)
    {
        var json = new JsonObject { ["photos"] = photos, ["measured_on"] = measured };
        if (history is not null) json["epochs"] = history.Epochs.Count;
        if (history is not null && history.Contains("loss")) json["loss"] = ResultJson.Number(history["loss"][^1]);
        if (result is null) return json;
        foreach (var (name, value) in (IEnumerable<(string, double)>)[
            ("AP", result.AP), ("AP50", result.AP50), ("AP75", result.AP75), ("AP_small", result.APSmall), ("AP_medium", result.APMedium), ("AP_large", result.APLarge),
            ("AR1", result.AR1), ("AR10", result.AR10), ("AR100", result.AR100), ("AR_small", result.ARSmall), ("AR_medium", result.ARMedium), ("AR_large", result.ARLarge)])
            json[name] = ResultJson.Number(value);
        json["classes"] = new JsonObject([.. result.Classes.Select(one => KeyValuePair.Create<string, JsonNode?>(
            one.Label, new JsonObject { ["AP"] = ResultJson.Number(one.AP), ["AP50"] = ResultJson.Number(one.AP50) }))]);
        return json;
    }

    private static string Text(double value) => double.IsNaN(value) ? "none" : value.ToString("F3", CultureInfo.InvariantCulture);
}
