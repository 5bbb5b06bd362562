namespace Cornea.Vision;

/// <summary>What may be wrong with photos that a network is to learn from.</summary>
public enum PhotoProblem
{
    /// <summary>The file can't be decoded: it's no image, broken or cut off.</summary>
    Unreadable,

    /// <summary>The file's ending says another format than its content.</summary>
    WrongEnding,

    /// <summary>The photo is of another size than the rest.</summary>
    OddSize,

    /// <summary>The photo is grey, or has transparency, where the rest isn't and hasn't.</summary>
    OddColors,

    /// <summary>A class has few photos.</summary>
    SmallClass,

    /// <summary>The same file several times.</summary>
    ExactDuplicate,

    /// <summary>Nearly the same picture several times: of another size, compression or brightness.</summary>
    NearDuplicate,

    /// <summary>The label looks wrong: a network that hasn't seen the photo is sure of another.</summary>
    SuspiciousLabel,
}
