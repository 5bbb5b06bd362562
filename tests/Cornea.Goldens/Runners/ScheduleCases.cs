using Cornea.Optimizers;

namespace Cornea.Goldens.Runners;

/// <summary>Cases of the kind <c>schedules</c>: the rate at some steps, and the config's round trip.</summary>
internal static class ScheduleCases
{
    public static void Run(GoldenCase golden)
    {
        LearningRateSchedule schedule = LearningRateSchedule.Deserialize(golden.Json)!;
        ConfigCases.CheckRoundTrip(golden.Json, schedule);
        double[] rates = [.. golden["step"].ToArray<long>().Select(schedule.At)];
        GoldenTolerance.Values.Check("rate", golden["rate"], golden["rate"].Shape, rates);
    }
}
