using System.Globalization;
using System.Text.RegularExpressions;
using Luciole.Files;

namespace Luciole.Configuration;

/// <summary>
/// Which dialect a configuration speaks: what <c>LUCIOLE.DIALECT</c> says, else the version in BiaPy's header comment, else 3.4 when it
/// uses keys that 3.5 no longer has, else 3.5.
/// </summary>
internal static partial class DialectDetector
{
    private static readonly (ConfigurationDialect Dialect, string Name)[] Names =
        [(ConfigurationDialect.Luciole, "luciole-1"), (ConfigurationDialect.BiaPy35, "biapy-3.5"), (ConfigurationDialect.BiaPy34, "biapy-3.4")];

    /// <summary>How the dialect is written in <c>LUCIOLE.DIALECT</c>.</summary>
    public static string Name(ConfigurationDialect dialect) => Names.First(n => n.Dialect == dialect).Name;

    public static ConfigurationDialect Detect(IReadOnlyList<Entry> entries, string text, bool hasObsoleteKeys)
    {
        var given = entries.FirstOrDefault(e => e.Key == ConfigurationSchema.DialectKey);
        if (given is not null)
        {
            var match = Names.FirstOrDefault(n => n.Name == given.Raw.Text);
            if (match.Name is null)
                throw new InputException($"{given.Where}: {ConfigurationSchema.DialectKey} is {given.Raw.Shown}, but it takes one of {string.Join(", ", Names.Select(n => n.Name))}.");
            return match.Dialect;
        }

        return HeaderVersion(text) is var (major, minor)
            ? (major, minor).CompareTo((3, 5)) < 0 ? ConfigurationDialect.BiaPy34 : ConfigurationDialect.BiaPy35
            : hasObsoleteKeys ? ConfigurationDialect.BiaPy34 : ConfigurationDialect.BiaPy35;
    }

    // Only the comments above the first key count.
    private static (int Major, int Minor)? HeaderVersion(string text)
    {
        using var lines = new StringReader(text);
        while (lines.ReadLine()?.Trim() is { } line && (line.Length == 0 || line[0] is '#' or '\uFEFF' or '%' or '-'))
        {
            var match = Header().Match(line);
            if (match.Success
                && int.TryParse(match.Groups["major"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var major)
                && int.TryParse(match.Groups["minor"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var minor))
            {
                return (major, minor);
            }
        }

        return null;
    }

    [GeneratedRegex(@"#\s*BiaPy\s+version\s*:\s*v?(?<major>\d+)\.(?<minor>\d+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Header();
}
