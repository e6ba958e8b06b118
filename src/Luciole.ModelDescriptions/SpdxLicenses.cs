namespace Luciole.ModelDescriptions;

/// <summary>The identifiers of the SPDX licence list, without the deprecated ones.</summary>
public static class SpdxLicenses
{
    private static readonly Lazy<HashSet<string>> s_identifiers = new(Read);

    /// <summary>Whether an identifier is on the list, in exactly this spelling.</summary>
    public static bool Contains(string identifier) => s_identifiers.Value.Contains(identifier);

    /// <summary>The identifier as the list spells it, whatever the case it is given in; null when it is not on the list.</summary>
    public static string? Find(string identifier) => s_identifiers.Value.FirstOrDefault(known => string.Equals(known, identifier, StringComparison.OrdinalIgnoreCase));

    private static HashSet<string> Read()
    {
        using var stream = typeof(SpdxLicenses).Assembly.GetManifestResourceStream("SpdxLicenses.txt")!;
        using var reader = new StreamReader(stream);
        return new HashSet<string>(reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
    }
}
