using System.Text;

namespace Luciole.Configuration;

/// <summary>
/// Writes a configuration with nothing left to defaults, in BiaPy's keys and in Luciole's own dialect, so that reading it again gives
/// the same settings whatever dialect it came from.
/// </summary>
public static class ConfigurationWriter
{
    /// <summary>
    /// Nested dictionaries for a checkpoint, complete enough for BiaPy: keys of other workflows at BiaPy's defaults are there too. Values are
    /// null, bool, long, double, string, <c>List&lt;object?&gt;</c> (a Python list), <c>object?[]</c> (a Python tuple) and
    /// <c>Dictionary&lt;string, object?&gt;</c>, in insertion order.
    /// </summary>
    public static Dictionary<string, object?> ToDictionary(LucioleConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var root = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in OwnEntries(configuration))
            Insert(root, key, value);
        foreach (var other in OtherKeys.All.Where(k => k.HasDefault))
            Insert(root, other.Name, other.Name == "PROBLEM.SUPER_RESOLUTION.UPSCALING" ? new object?[] { 1L, 1L } : other.Default);
        return root;
    }

    /// <summary>The same as YAML text, without the keys of other workflows.</summary>
    public static string ToYaml(LucioleConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var root = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in OwnEntries(configuration))
            Insert(root, key, value);
        var text = new StringBuilder("# Every setting of the run, as it was used.\n");
        Append(text, root, 0);
        return text.ToString();
    }

    private static IEnumerable<(string Key, object? Value)> OwnEntries(LucioleConfiguration configuration) =>
        ConfigurationSchema.Keys.Select(k => (k.Name, k.Get(configuration)))
            .Prepend(("PROBLEM.NDIM", "2D"))
            .Prepend((ConfigurationSchema.DialectKey, DialectDetector.Name(ConfigurationDialect.Luciole)));

    private static void Insert(Dictionary<string, object?> root, string key, object? value)
    {
        var parts = key.Split('.');
        var section = root;
        foreach (var part in parts[..^1])
        {
            if (!section.TryGetValue(part, out var inner))
                section[part] = inner = new Dictionary<string, object?>(StringComparer.Ordinal);
            section = (Dictionary<string, object?>)inner!;
        }

        section[parts[^1]] = value;
    }

    private static void Append(StringBuilder text, Dictionary<string, object?> section, int indent)
    {
        foreach (var (key, value) in section)
        {
            text.Append(' ', indent).Append(key).Append(':');
            if (value is Dictionary<string, object?> inner)
            {
                text.Append('\n');
                Append(text, inner, indent + 2);
            }
            else
            {
                text.Append(' ').Append(Scalar(value)).Append('\n');
            }
        }
    }

    // Texts are quoted for YAML; those that BiaPy would take for a Python literal are quoted for Python as well.
    private static string Scalar(object? value) => value switch
    {
        string s when YamlScalar.Resolve(s, plain: false) as string != s => YamlQuoted(PythonText.Quoted(s)),
        string s => YamlQuoted(s),
        null => "null",
        IReadOnlyList<object?> => YamlQuoted(PythonText.Of(value)),
        _ => PythonText.Of(value),
    };

    private static string YamlQuoted(string text)
    {
        if (text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '/' or '.' or '-') && char.IsAsciiLetter(text[0]) && YamlScalar.Resolve(text, plain: true) is string)
            return text;
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF' || char.IsSurrogate(c) => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
