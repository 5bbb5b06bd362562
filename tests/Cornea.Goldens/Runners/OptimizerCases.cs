using System.Text.Json.Nodes;
using Cornea.Optimizers;

namespace Cornea.Goldens.Runners;

/// <summary>Cases of the kind <c>optimizers</c>: the variables after each step, the names of the state, and the config's round trip.</summary>
internal static class OptimizerCases
{
    public static void Run(GoldenCase golden)
    {
        JsonObject json = ConfigCases.ObjectOf(golden.Json);
        var optimizer = Optimizer.Deserialize(json)!;
        ConfigCases.CheckRoundTrip(json, optimizer);
        Run(golden, optimizer, gradientsFrom: 1);
        if (golden.Json["slots"] is not { } slots) return;
        string expected = string.Join(", ", slots.ToTexts());
        string got = string.Join(", ", optimizer.Variables.Select(variable => variable.Path));
        if (expected != got) throw new MismatchException($"slots: expected {expected}, got {got}");
    }

    /// <summary>Applies the case's gradients; those of the first step are numbered <paramref name="gradientsFrom"/>.</summary>
    public static void Run(GoldenCase golden, Optimizer optimizer, int gradientsFrom)
    {
        int count = golden.Json["variables"].ToInt(), steps = golden.Json["steps"].ToInt();
        Variable[] variables = [.. Enumerable.Range(0, count).Select(j => new Variable(golden[$"v{j}_0"].ToTensor(), name: $"v{j}"))];
        for (int step = 0; step < steps; step++)
        {
            Tensor[] gradients = [.. Enumerable.Range(0, count).Select(j => golden[$"g{j}_{step + gradientsFrom}"].ToTensor())];
            optimizer.Apply(gradients, variables);
            for (int j = 0; j < count; j++) GoldenTolerance.Values.Check($"v{j}_{step + 1}", golden[$"v{j}_{step + 1}"], variables[j].Value);
        }
    }
}
