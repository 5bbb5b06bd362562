namespace Cornea.Lowering;

/// <summary>Where a tensor's values stand: a buffer, and how many bytes into it (views such as reshapes and leading slices).</summary>
internal readonly record struct View(ValueBuffer Buffer, nint Offset);
