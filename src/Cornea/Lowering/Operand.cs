namespace Cornea.Lowering;

/// <summary>Where a step finds a value: a space and a byte offset in it. The address is known only when a plan runs.</summary>
/// <param name="Space">One of <see cref="Spaces"/>, or from <see cref="Spaces.FirstParameter"/> on a parameter, then the outputs.</param>
/// <param name="Offset">Bytes from the space's start.</param>
internal readonly record struct Operand(int Space, nint Offset)
{
    public override string ToString() => Space switch
    {
        Spaces.Arena => $"@{Offset}",
        Spaces.Prepared => $"prepared@{Offset}",
        Spaces.Constants => $"constant@{Offset}",
        < 0 => $"kept {~Space}" + (Offset == 0 ? "" : $"+{Offset}"),
        _ => $"#{Space - Spaces.FirstParameter}" + (Offset == 0 ? "" : $"+{Offset}"),
    };
}
