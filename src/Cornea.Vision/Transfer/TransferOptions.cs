namespace Cornea.Vision;

/// <summary>How a network that knows many images learns others.</summary>
public sealed record TransferOptions
{
    /// <summary>How often the head goes through the features; it stops before if the validation part no longer gains.</summary>
    public int Epochs { get; init; } = 40;

    /// <summary>Features in a step of the head, and images in one of fine-tuning.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The head's learning rate; fine-tuning takes a hundredth of it.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>How many of the backbone's last layers are trained on with the head. 0: none. Null: 30 if the validation part has mistakes left, kept if it gains.</summary>
    public int? FineTune { get; init; }

    /// <summary>How often fine-tuning goes through the images.</summary>
    public int FineTuneEpochs { get; init; } = 2;

    /// <summary>When training is to end; null: whenever it does. Where there isn't time to look at all photos once, some are left out, of each class as many.</summary>
    public DateTime? Until { get; init; }

    /// <summary>Told in words what is being done.</summary>
    public Action<string>? Report { get; init; }
}
