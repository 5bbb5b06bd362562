namespace Cornea.Goldens;

/// <summary>Cornea computed something else than the reference.</summary>
internal sealed class MismatchException(string message) : Exception(message);
