using System.Globalization;
using System.Text;

namespace Luciole.Configuration;

/// <summary>Values as Python prints them, which is also how BiaPy's YAML writes tuples.</summary>
internal static class PythonText
{
    public static string Of(object? value)
    {
        switch (value)
        {
            case null: return "None";
            case bool b: return b ? "True" : "False";
            case double d: return OfDouble(d);
            case string s: return s;
            case IReadOnlyDictionary<string, object?> map:
                return "{" + string.Join(", ", map.Select(p => Quoted(p.Key) + ": " + Nested(p.Value))) + "}";
            case object?[] tuple:
                return "(" + string.Join(", ", tuple.Select(Nested)) + (tuple.Length == 1 ? ",)" : ")");
            case IReadOnlyList<object?> list:
                return "[" + string.Join(", ", list.Select(Nested)) + "]";
            default: return Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }
    }

    /// <summary>A number that YAML 1.1 and Python both read as a float: <c>1.0</c>, <c>1.0e-05</c>.</summary>
    public static string OfDouble(double value)
    {
        if (!double.IsFinite(value))
            return double.IsNaN(value) ? ".nan" : value > 0 ? ".inf" : "-.inf";
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var exponent = text.IndexOf('E', StringComparison.Ordinal);
        if (exponent < 0)
            return text.Contains('.', StringComparison.Ordinal) ? text : text + ".0";
        var mantissa = text[..exponent];
        return (mantissa.Contains('.', StringComparison.Ordinal) ? mantissa : mantissa + ".0") + "e" + text[(exponent + 1)..];
    }

    public static string Quoted(string text)
    {
        var quoted = new StringBuilder("'");
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '\\' => "\\\\",
                '\'' => "\\'",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when char.IsControl(c) => $"\\x{(int)c:x2}",
                _ => c.ToString(),
            });
        }

        return quoted.Append('\'').ToString();
    }

    private static string Nested(object? value) => value is string s ? Quoted(s) : Of(value);
}
