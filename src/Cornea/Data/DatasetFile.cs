using System.Security.Cryptography;

namespace Cornea.Data;

/// <summary>A file as its publishers offer it.</summary>
/// <param name="Name">Its name, on the server and in the cache.</param>
/// <param name="Bytes">Its length; null: not known.</param>
/// <param name="Hash">Its SHA-256 or MD5, in lower-case hexadecimal; null: not known.</param>
internal sealed record DatasetFile(string Name, long? Bytes, string? Hash)
{
    private const int Md5Digits = 32;

    /// <summary>What the hash is made by; its length tells.</summary>
    public HashAlgorithmName Algorithm => Hash?.Length == Md5Digits ? HashAlgorithmName.MD5 : HashAlgorithmName.SHA256;

    /// <summary>What people call it.</summary>
    public string AlgorithmTitle => Algorithm == HashAlgorithmName.MD5 ? "MD5" : "SHA-256";

    /// <summary>Whether a file on this machine has the hash, as far as it is known.</summary>
    public bool IsAt(string path)
    {
        if (!File.Exists(path)) return false;
        if (Hash is null) return true;
        using FileStream stream = File.OpenRead(path);
        return Convert.ToHexStringLower(CryptographicOperations.HashData(Algorithm, stream)) == Hash;
    }
}
