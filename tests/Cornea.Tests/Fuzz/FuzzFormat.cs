namespace Cornea.Tests.Fuzz;

/// <summary>A format of files that is damaged at random and read.</summary>
/// <param name="Name">What <c>tests/fuzz.sh</c> calls it.</param>
/// <param name="Seeds">Whole files.</param>
/// <param name="Mutate">Gives a damaged copy of one.</param>
/// <param name="Read">Reads one, to its last value; the path is a file that may be written.</param>
/// <param name="MostAllocated">How many bytes reading may allocate, all in all.</param>
internal sealed record FuzzFormat(string Name, Lazy<byte[][]> Seeds, Func<Random, byte[], byte[]> Mutate, Action<byte[], string> Read, long MostAllocated = 700L << 20);
