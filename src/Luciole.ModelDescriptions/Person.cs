using Luciole.Files;

namespace Luciole.ModelDescriptions;

/// <summary>An author.</summary>
/// <param name="Name">The name, without slashes.</param>
/// <param name="Affiliation">Where they work, or null.</param>
/// <param name="Orcid">Their ORCID iD, such as <c>0000-0002-1825-0097</c>, or null.</param>
public sealed record Person(string Name, string? Affiliation, string? Orcid)
{
    /// <summary>Reads <c>NAME[; AFFILIATION[; ORCID]]</c>.</summary>
    /// <exception cref="InputException">The text has no name or too many parts.</exception>
    public static Person Parse(string text)
    {
        var parts = text.Split(';', StringSplitOptions.TrimEntries);
        if (parts.Length > 3 || parts[0].Length == 0)
            throw new InputException($"{text}: is no author; write NAME, or NAME; AFFILIATION; ORCID.");
        return new Person(parts[0], parts.ElementAtOrDefault(1) is { Length: > 0 } affiliation ? affiliation : null, parts.ElementAtOrDefault(2) is { Length: > 0 } orcid ? orcid : null);
    }
}
