namespace Cornea.Benchmarks;

/// <summary>A network and the size of the data that it's run on; the numbers in them are drawn at random.</summary>
/// <param name="Name">What all peers call it.</param>
/// <param name="Rows">Samples in an epoch or a pass.</param>
/// <param name="BatchSize">Samples in a step.</param>
/// <param name="Loss">What it is trained by; null: it predicts.</param>
/// <param name="Build">Makes the network.</param>
internal sealed record Workload(string Name, int Rows, int BatchSize, string? Loss, Func<Model> Build)
{
    /// <summary>Whether samples have one class each, so that the accuracy is counted.</summary>
    private bool HasClasses => Loss == "categorical_crossentropy";

    /// <summary>The network, with the same weights every time, ready for what is measured.</summary>
    public Model Make()
    {
        RandomSeed.Set(1);
        Model model = Build();
        if (Loss is { } loss) model.Compile("adam", loss, metrics: HasClasses ? ["accuracy"] : null);
        else Season(model);
        return model;
    }

    // Biases and statistics of a trained network aren't just 0 and 1, which whoever optimises could leave out.
    private static void Season(Model model)
    {
        foreach (Variable weight in model.Weights.Where(weight => weight.Shape.Rank == 1))
            weight.Assign(weight + RandomOps.Uniform(weight.Shape, -0.1, 0.1));
    }

    /// <summary>Samples between 0 and 1, the same every time.</summary>
    public float[] MakeSamples(Shape sample)
    {
        var random = new Random(1);
        float[] x = new float[Rows * (int)sample.ElementCount];
        for (int index = 0; index < x.Length; index++) x[index] = random.NextSingle();
        return x;
    }

    /// <summary>What the network is to learn: a class for each sample, a bit for each pixel, or the sample's first number.</summary>
    public float[] MakeTargets(Shape target, float[] x)
    {
        var random = new Random(2);
        int width = (int)target.ElementCount;
        float[] y = new float[Rows * width];
        for (int row = 0; row < Rows; row++)
        {
            if (HasClasses) y[(row * width) + random.Next(width)] = 1;
            else if (Loss == "mse") y[row] = x[row * (x.Length / Rows)];
            else for (int index = 0; index < width; index++) y[(row * width) + index] = random.Next(2);
        }

        return y;
    }
}
