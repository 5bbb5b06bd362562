using System.Text.Json.Nodes;
using Cornea.Optimizers;

namespace Cornea.Goldens.Runners;

/// <summary>Cases of the kind <c>schedules</c>: the rate at some steps, and the config's round trip.</summary>
internal static class ScheduleCases
{
    public static void Run(GoldenCase golden)
    {
        JsonObject json = ConfigCases.ObjectOf(golden.Json);
        LearningRateSchedule schedule = LearningRateSchedule.Deserialize(json)!;
        ConfigCases.CheckRoundTrip(json, schedule);
        double[] rates = [.. golden["step"].ToArray<long>().Select(schedule.At)];
        GoldenTolerance.Values.Check("rate", golden["rate"], golden["rate"].Shape, rates);
    }
}
