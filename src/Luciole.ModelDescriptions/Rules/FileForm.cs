using System.Text.RegularExpressions;

namespace Luciole.ModelDescriptions.Rules;

/// <summary>The form of a file that a description names: <c>source</c>, and <c>sha256</c> where it lies beside the description.</summary>
internal static partial class FileForm
{
    /// <summary>Checks the form.</summary>
    /// <param name="file">The entry.</param>
    /// <param name="findings">Gets what is wrong.</param>
    /// <param name="extensions">What the name ends with; null: anything.</param>
    public static void Check(DescriptionNode file, Findings findings, string[]? extensions)
    {
        var expected = extensions is null ? "the name of a file or an address" : $"the name of a file that ends with {string.Join(" or ", extensions)}";
        findings.Require(file["source"], value => value is string { Length: > 0 } text && (extensions is null || extensions.Contains(Path.GetExtension(text), StringComparer.Ordinal)), expected);
        findings.Allow(file["sha256"], value => value is string text && Hash().IsMatch(text), "64 hexadecimal digits");
    }

    [GeneratedRegex(@"^[0-9a-fA-F]{64}\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hash();
}
