using Luciole.Files;

namespace Luciole.ModelDescriptions;

/// <summary>A file beside a description.</summary>
/// <param name="Name">Its name, without folders.</param>
/// <param name="Hash">Its SHA-256 in hexadecimal.</param>
public sealed record DescribedFile(string Name, string Hash)
{
    /// <summary>A file as it is now.</summary>
    /// <exception cref="InputException">It cannot be read.</exception>
    public static DescribedFile Of(string path) => new(Path.GetFileName(path), ContentHash.OfFile(path));

    /// <summary>The file as plain values.</summary>
    public Dictionary<string, object?> ToValues() => new(StringComparer.Ordinal) { ["source"] = Name, ["sha256"] = Hash };
}
