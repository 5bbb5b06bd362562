using System.Text.Json.Nodes;
using Cornea.Cli.Training;
using Cornea.Learn;
using Cornea.Vision;

namespace Cornea.Cli.Photos;

/// <summary>How a classifier did on photos whose classes are known.</summary>
/// <param name="Accuracy">The part that was right.</param>
/// <param name="Interval">Which accuracies that leaves likely.</param>
/// <param name="Classes">Each class by itself.</param>
/// <param name="Confusion">[true, predicted].</param>
/// <param name="Mistakes">The wrong answers, those first of which the network was surest.</param>
internal sealed record PhotoScores(double Accuracy, AccuracyInterval Interval, ClassificationReport Classes, long[,] Confusion, IReadOnlyList<PhotoMistake> Mistakes)
{
    public static PhotoScores Of(ImageClassifier classifier, ImageFolder photos)
    {
        int count = classifier.ClassNames.Count;
        double[] probabilities = classifier.PredictProbabilities(photos).ToArray<double>();
        int[] truth = [.. photos.Labels];
        int[] answers = [.. Enumerable.Range(0, photos.Count).Select(row => Answer(probabilities.AsSpan(row * count, count), classifier.Threshold))];
        PhotoMistake[] mistakes =
        [
            .. Enumerable.Range(0, photos.Count).Where(row => answers[row] != truth[row])
                .Select(row => new PhotoMistake(photos.Files[row], classifier.ClassNames[truth[row]], classifier.ClassNames[answers[row]], probabilities[(row * count) + answers[row]]))
                .OrderByDescending(mistake => mistake.Probability),
        ];
        Tensor yTrue = Tensor.From(truth, [truth.Length]), yPredicted = Tensor.From(answers, [truth.Length]);
        int[] labels = [.. Enumerable.Range(0, count)];
        int right = truth.Length - mistakes.Length;
        return new PhotoScores(
            (double)right / truth.Length, AccuracyInterval.Of(right, truth.Length), Report.Classification(yTrue, yPredicted, labels, classifier.ClassNames, digits: 4),
            Report.ConfusionMatrix(yTrue, yPredicted, labels).ToArray2D<long>(), mistakes);
    }

    public void AddTo(JsonObject json, string prefix)
    {
        json[prefix + "accuracy"] = ResultJson.Number(Accuracy);
        json[prefix + "accuracy_interval"] = new JsonArray(ResultJson.Number(Interval.Low), ResultJson.Number(Interval.High));
        json["classes"] = ResultJson.Classes(Classes);
        json["confusion"] = ResultJson.Rows(Confusion);
        json["mistakes"] = new JsonArray([.. Mistakes.Select(mistake => new JsonObject
        {
            ["file"] = mistake.File,
            ["truth"] = mistake.Truth,
            ["answer"] = mistake.Answer,
            ["probability"] = ResultJson.Number(mistake.Probability),
        })]);
    }

    private static int Answer(ReadOnlySpan<double> probabilities, double threshold)
    {
        if (probabilities.Length == 2) return probabilities[1] >= threshold ? 1 : 0;
        int best = 0;
        for (int index = 1; index < probabilities.Length; index++)
            if (probabilities[index] > probabilities[best]) best = index;
        return best;
    }
}
