using System.Globalization;
using System.Text.RegularExpressions;

namespace Luciole.ModelDescriptions.Rules;

/// <summary>Name, people, citations, licence, documentation and covers.</summary>
internal static partial class GeneralRules
{
    private static readonly string[] s_pictures = [".gif", ".jpeg", ".jpg", ".png", ".svg"];

    public static void Check(DescriptionNode description, Findings findings)
    {
        findings.Require(description["name"], value => value is string { Length: >= 5 and <= 128 } text && NameCharacters().IsMatch(text), "5 to 128 letters, digits, spaces and _+-()");
        findings.Allow(description["description"], value => Findings.IsText(value, 1024), "a text of at most 1024 characters");
        foreach (var person in description["authors"].Items)
            CheckPerson(person, findings);
        foreach (var cite in description["cite"].Items)
            CheckCitation(cite, findings);
        findings.Allow(description["license"], value => value is string text && SpdxLicenses.Contains(text), "an identifier of the SPDX list such as MIT");
        findings.Allow(description["tags"], value => value is IReadOnlyList<object?> tags && tags.All(tag => tag is string), "a list of texts");
        findings.Allow(description["timestamp"], value => value is string text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _), "a time such as 2026-11-23T12:00:00+00:00");
        findings.Allow(description["documentation"], value => value is string text && text.EndsWith(".md", StringComparison.Ordinal), "the name of an .md file");
        findings.Allow(description["covers"], value => value is IReadOnlyList<object?>, "a list of files");
        foreach (var cover in description["covers"].Items)
            findings.Require(cover, value => value is string text && s_pictures.Contains(Path.GetExtension(text), StringComparer.OrdinalIgnoreCase), $"a picture ({string.Join(", ", s_pictures)})");
        foreach (var file in description["attachments"].Items)
            FileForm.Check(file, findings, null);
    }

    private static void CheckPerson(DescriptionNode person, Findings findings)
    {
        findings.OnlyNames(person, ["name", "affiliation", "email", "orcid", "github_user"]);
        findings.Require(person["name"], value => value is string { Length: > 0 } text && !text.AsSpan().ContainsAny('/', '\\'), "a name without slashes");
        findings.Allow(person["affiliation"], value => value is string, "a text");
        findings.Allow(person["orcid"], value => value is string text && IsOrcid(text), "an ORCID iD such as 0000-0002-1825-0097, with its check digit right");
    }

    private static void CheckCitation(DescriptionNode cite, Findings findings)
    {
        findings.OnlyNames(cite, ["text", "doi", "url"]);
        findings.Require(cite["text"], value => value is string { Length: > 0 }, "a text");
        if (cite["doi"].IsMissing && cite["url"].IsMissing)
            findings.Add(cite, "has neither doi nor url");
        findings.Allow(cite["doi"], value => value is string text && Doi().IsMatch(text), "a DOI such as 10.1000/182");
        findings.Allow(cite["url"], IsAddress, "an address that begins with https://");
    }

    internal static bool IsAddress(object? value) => value is string text && Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is ("https" or "http");

    // ISO 7064, MOD 11-2.
    private static bool IsOrcid(string text)
    {
        if (!Orcid().IsMatch(text))
            return false;
        var digits = text.Replace("-", "", StringComparison.Ordinal);
        var sum = digits[..^1].Aggregate(0, (total, digit) => (total + digit - '0') * 2);
        var check = (12 - (sum % 11)) % 11;
        return digits[^1] == (check == 10 ? 'X' : (char)('0' + check));
    }

    [GeneratedRegex(@"^[A-Za-z0-9_+\- ()]*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NameCharacters();

    [GeneratedRegex(@"^10\.[0-9]{4}.+\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Doi();

    [GeneratedRegex(@"^[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Orcid();
}
