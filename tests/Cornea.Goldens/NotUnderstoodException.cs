namespace Cornea.Goldens;

/// <summary>A case holds something that no runner knows. It fails: nothing is skipped.</summary>
internal sealed class NotUnderstoodException(string what) : Exception($"not understood: {what}");
