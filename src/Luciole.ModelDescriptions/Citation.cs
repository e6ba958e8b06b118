using Luciole.Files;

namespace Luciole.ModelDescriptions;

/// <summary>Something to cite, by its DOI or its address.</summary>
/// <param name="Text">Authors, title, year.</param>
/// <param name="Doi">The DOI, such as <c>10.1000/182</c>, or null.</param>
/// <param name="Url">The address, or null.</param>
public sealed record Citation(string Text, string? Doi, string? Url)
{
    private static readonly string[] s_resolvers = ["https://doi.org/", "http://doi.org/", "https://dx.doi.org/", "doi:"];

    /// <summary>Reads <c>TEXT; DOI</c> or <c>TEXT; URL</c>. The text may hold semicolons.</summary>
    /// <exception cref="InputException">It ends with neither.</exception>
    public static Citation Parse(string text)
    {
        var at = text.LastIndexOf(';');
        var (words, target) = at < 0 ? ("", text.Trim()) : (text[..at].Trim(), text[(at + 1)..].Trim());
        var doi = s_resolvers.FirstOrDefault(resolver => target.StartsWith(resolver, StringComparison.OrdinalIgnoreCase)) is { } resolver ? target[resolver.Length..] : target;
        if (words.Length > 0 && doi.StartsWith("10.", StringComparison.Ordinal))
            return new Citation(words, doi, null);
        if (words.Length > 0 && Uri.TryCreate(target, UriKind.Absolute, out var address) && address.Scheme is ("https" or "http"))
            return new Citation(words, null, target);
        throw new InputException($"{text}: is no citation; write what is cited, a semicolon, and its DOI or address, for instance \"A. Author: Title, 2026; 10.1000/182\".");
    }
}
