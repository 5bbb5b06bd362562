using System.Globalization;
using System.Text.Json.Nodes;
using Cornea.Cli.Terminal;
using Cornea.Cli.Training;
using Cornea.Vision;

namespace Cornea.Cli.Photos;

/// <summary>What a classifier says to photos: a line for each.</summary>
internal static class PhotoPredictRun
{
    private const int Shown = 3;

    /// <returns>The exit code: a photo that can't be read is named, and the others are answered.</returns>
    public static int Run(string model, IReadOnlyList<string> arguments, bool json, CancellationToken cancellation)
    {
        ImageClassifier classifier = ImageClassifier.Load(model);
        IReadOnlyList<string> all = PhotoPaths.Of(arguments);
        CorruptFile[] broken = [.. ImageFolder.FromFiles(all).FindCorrupt()];
        foreach (CorruptFile file in broken) Errors.Say(file.Reason);
        string[] files = [.. all.Except(broken.Select(file => file.Path))];
        cancellation.ThrowIfCancellationRequested();
        IReadOnlyList<Classification> answers = classifier.Predict(files);
        if (json) Console.WriteLine(Json(files, answers).ToJsonString());
        else Show(Screen.Create(), files, answers);
        return broken.Length == 0 ? ExitCode.Success : ExitCode.Failure;
    }

    private static void Show(Screen screen, string[] files, IReadOnlyList<Classification> answers)
    {
        int width = files.Length == 0 ? 0 : files.Max(file => file.Length);
        for (int i = 0; i < files.Length; i++)
            screen.Line($"{files[i].PadRight(width)}  {answers[i].Label}  ({string.Join(", ", answers[i].Top(Shown).Select(item => $"{item.Label} {item.Probability.ToString("F4", CultureInfo.InvariantCulture)}"))})");
    }

    private static JsonObject Json(string[] files, IReadOnlyList<Classification> answers) => new()
    {
        ["predictions"] = new JsonArray([.. files.Zip(answers, (file, answer) => new JsonObject
        {
            ["file"] = file,
            ["label"] = answer.Label,
            ["probabilities"] = new JsonObject(answer.Select(item => KeyValuePair.Create(item.Label, ResultJson.Number(item.Probability)))),
        })]),
    };
}
