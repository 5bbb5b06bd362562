using System.Text.Json.Nodes;
using Cornea.Losses;

namespace Cornea.Goldens.Runners;

/// <summary>Cases of the kind <c>losses</c>: value, loss of each sample, gradient to the predictions, and the config's round trip.</summary>
internal static class LossCases
{
    public static void Run(GoldenCase golden)
    {
        var loss = Loss.Deserialize(golden.Json)!;
        ConfigCases.CheckRoundTrip(golden.Json, loss);
        Tensor yTrue = golden["y_true"].ToTensor(), yPred = Ops.Watch(golden["y_pred"].ToTensor());
        Tensor value = loss.Call(yTrue, yPred);
        GoldenTolerance.Values.Check("value", golden["value"], value);
        if (golden.Has("per_sample"))
        {
            JsonNode unreduced = golden.Json.DeepClone();
            unreduced["config"]!["reduction"] = "none";
            GoldenTolerance.Values.Check("per_sample", golden["per_sample"], Loss.Deserialize(unreduced)!.Call(yTrue, yPred));
        }

        if (golden.Has("d_y_pred"))
            GoldenTolerance.Gradients.Check("d_y_pred", golden["d_y_pred"], Gradients.Of(value, yPred));
    }
}
