namespace Cornea.Tests.Files;

/// <summary>Damages files at random, always the same way, and checks that a reader takes them or refuses them properly.</summary>
internal static class Mutations
{
    /// <summary>How many copies each test damages: <c>CORNEA_MUTATIONS</c>, for long runs before a release; else enough for every day.</summary>
    private static readonly int Count =
        int.TryParse(Environment.GetEnvironmentVariable("CORNEA_MUTATIONS"), out int given) ? given : 25_000;

    /// <summary>
    /// Runs <paramref name="read"/> on damaged copies of <paramref name="whole"/>: any exception but InvalidDataException fails the
    /// test, and so does an allocation far beyond the file.
    /// </summary>
    public static void Check(byte[] whole, Action<byte[]> read, long mostAllocated = 1 << 20)
    {
        var random = new Random(20231);
        int refused = 0;
        for (int i = 0; i < Count; i++)
        {
            byte[] bytes = Mutate(whole, random);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(bytes);
            }
            catch (InvalidDataException)
            {
                refused++;
            }

            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            Xunit.Assert.True(allocated <= mostAllocated, $"mutation {i} made the reader allocate {allocated:N0} bytes");
        }

        Xunit.Assert.InRange(refused, Count / 10, Count); // Otherwise the mutations miss what matters.
    }

    private static byte[] Mutate(byte[] whole, Random random)
    {
        byte[] bytes = [.. whole];
        for (int changes = random.Next(1, 4); changes > 0 && bytes.Length > 0; changes--)
        {
            int at = random.Next(bytes.Length);
            int length = Math.Min(random.Next(1, 9), bytes.Length - at);
            switch (random.Next(6))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes.AsSpan(at, length).Fill((byte)(random.Next(2) * 255)); // Huge and zero sizes.
                    break;
                case 3:
                    bytes = bytes[..at];
                    break;
                case 4:
                    bytes = [.. bytes[..at], .. bytes[(at + length)..]];
                    break;
                default:
                    bytes = [.. bytes[..(at + length)], .. bytes[at..]];
                    break;
            }
        }

        return bytes;
    }
}
