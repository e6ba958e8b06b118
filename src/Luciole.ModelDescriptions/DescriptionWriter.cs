using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Luciole.ModelDescriptions;

/// <summary>Writes plain values as YAML that every version of YAML reads the same.</summary>
public static partial class DescriptionWriter
{
    private const int Indent = 2;

    // YAML 1.1 takes these for truth values or nothing.
    private static readonly HashSet<string> s_words = new(["null", "true", "false", "yes", "no", "on", "off", "y", "n"], StringComparer.OrdinalIgnoreCase);

    /// <summary>The text of a document: a mapping of dictionaries, lists, texts, numbers, truth values and null.</summary>
    public static string ToYaml(IReadOnlyDictionary<string, object?> values)
    {
        var text = new StringBuilder();
        Append(text, values, 0);
        return text.ToString();
    }

    private static void Append(StringBuilder text, IReadOnlyDictionary<string, object?> values, int indent)
    {
        foreach (var (name, value) in values)
        {
            text.Append(' ', indent).Append(Scalar(name)).Append(':');
            AppendValue(text, value, indent);
        }
    }

    private static void AppendValue(StringBuilder text, object? value, int indent)
    {
        switch (value)
        {
            case IReadOnlyDictionary<string, object?> { Count: > 0 } inner:
                text.Append('\n');
                Append(text, inner, indent + Indent);
                break;
            case IReadOnlyDictionary<string, object?>:
                text.Append(" {}\n");
                break;
            case IReadOnlyList<object?> items when items.All(IsScalar):
                text.Append(" [").AppendJoin(", ", items.Select(Scalar)).Append("]\n");
                break;
            case IReadOnlyList<object?> items:
                text.Append('\n');
                foreach (var item in items)
                    AppendItem(text, item, indent);
                break;
            default:
                text.Append(' ').Append(Scalar(value)).Append('\n');
                break;
        }
    }

    private static void AppendItem(StringBuilder text, object? item, int indent)
    {
        if (item is not IReadOnlyDictionary<string, object?> { Count: > 0 } mapping)
        {
            text.Append(' ', indent).Append('-');
            AppendValue(text, item, indent + Indent);
            return;
        }

        // The first name stands on the line of the dash.
        var start = text.Length;
        Append(text, mapping, indent + Indent);
        text[start + indent] = '-';
    }

    private static bool IsScalar(object? value) => value is not (IReadOnlyDictionary<string, object?> or IReadOnlyList<object?>);

    private static string Scalar(object? value) => value switch
    {
        null => "null",
        bool truth => truth ? "true" : "false",
        int whole => whole.ToString(CultureInfo.InvariantCulture),
        long whole => whole.ToString(CultureInfo.InvariantCulture),
        double number => Number(number),
        string text when Plain().IsMatch(text) && !s_words.Contains(text) => text,
        string text => Quoted(text),
        _ => throw new ArgumentException($"A {value.GetType().Name} cannot stand in a description.", nameof(value)),
    };

    // With a point, or YAML 1.1 would take 1e-06 for a text.
    private static string Number(double number)
    {
        if (double.IsNaN(number))
            return ".nan";
        if (double.IsInfinity(number))
            return number > 0 ? ".inf" : "-.inf";
        var text = number.ToString("R", CultureInfo.InvariantCulture);
        var exponent = text.IndexOf('E', StringComparison.Ordinal);
        var mantissa = exponent < 0 ? text : text[..exponent];
        return (mantissa.Contains('.', StringComparison.Ordinal) ? mantissa : mantissa + ".0") + (exponent < 0 ? "" : "e" + text[(exponent + 1)..]);
    }

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\t' => "\\t",
                _ when char.IsControl(c) || c is '\u2028' or '\u2029' or '\uFEFF' => $"\\u{(int)c:x4}",
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }

    [GeneratedRegex(@"^[A-Za-z][A-Za-z0-9_./-]*( [A-Za-z0-9_./()-]+)*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Plain();
}
