using System.Globalization;
using System.Text.RegularExpressions;

namespace Luciole.Configuration;

/// <summary>How Python and YAML 1.1 write numbers; the two differ (<c>1e-4</c> is a number for Python only).</summary>
internal static partial class NumberText
{
    /// <summary>An unsigned Python number: <c>12</c>, <c>1_000</c>, <c>0x1F</c>, <c>4.</c>, <c>.5</c>, <c>1e-4</c>.</summary>
    public static bool TryPython(string text, out object? value)
    {
        value = null;
        if (text.Length is 0 or > 400)
            return false;
        if (PythonFloat().IsMatch(text))
        {
            value = double.Parse(text.Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture);
            return true;
        }

        if (!PythonInteger().IsMatch(text))
            return false;
        value = Integer(text.Replace("_", "", StringComparison.Ordinal));
        return true;
    }

    /// <summary>A plain YAML 1.1 scalar that PyYAML reads as int or float.</summary>
    public static bool TryYaml(string text, out object? value)
    {
        value = null;
        if (text.Length is 0 or > 400 || !(char.IsAsciiDigit(text[0]) || text[0] is '+' or '-' or '.'))
            return false;
        var sign = text[0] == '-' ? -1 : 1;
        var digits = text.TrimStart('+', '-').Replace("_", "", StringComparison.Ordinal);
        if (YamlInteger().IsMatch(text))
        {
            var octal = digits.Length > 1 && digits[0] == '0' && digits.All(char.IsAsciiDigit);
            var magnitude = Integer(octal ? "0o" + digits[1..] : digits);
            value = magnitude is long l ? (object)(sign * l) : sign * (double)magnitude;
            return true;
        }

        if (YamlSexagesimal().IsMatch(text))
        {
            var seconds = digits.Split(':').Aggregate(0.0, (a, part) => (a * 60) + double.Parse(part, CultureInfo.InvariantCulture));
            value = digits.Contains('.', StringComparison.Ordinal) || seconds > 1e15 ? sign * seconds : (object)(sign * (long)seconds);
            return true;
        }

        if (YamlFloat().IsMatch(text))
        {
            value = sign * double.Parse(digits, NumberStyles.Float, CultureInfo.InvariantCulture);
            return true;
        }

        if (YamlInfinity().IsMatch(text))
        {
            value = sign * double.PositiveInfinity;
            return true;
        }

        if (text is ".nan" or ".NaN" or ".NAN")
            value = double.NaN;
        return value is not null;
    }

    // Beyond 64 bits Python goes on; nothing here needs so many, so the value becomes a double and whole-number keys refuse it.
    private static object Integer(string text)
    {
        var radix = text.Length > 1 && text[0] == '0' ? char.ToLowerInvariant(text[1]) : ' ';
        var value = radix switch
        {
            'x' => text[2..].Aggregate(0.0, (a, c) => (a * 16) + Convert.ToInt32(c.ToString(), 16)),
            'o' => text[2..].Aggregate(0.0, (a, c) => (a * 8) + (c - '0')),
            'b' => text[2..].Aggregate(0.0, (a, c) => (a * 2) + (c - '0')),
            _ => double.Parse(text, CultureInfo.InvariantCulture),
        };
        if (Math.Abs(value) > 9e15)
            return value;
        return (long)value;
    }

    [GeneratedRegex(@"^(([0-9](_?[0-9])*)?\.[0-9](_?[0-9])*|[0-9](_?[0-9])*\.)([eE][+-]?[0-9](_?[0-9])*)?$|^[0-9](_?[0-9])*[eE][+-]?[0-9](_?[0-9])*$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex PythonFloat();

    [GeneratedRegex(@"^(0[xX](_?[0-9a-fA-F])+|0[oO](_?[0-7])+|0[bB](_?[01])+|0(_?0)*|[1-9](_?[0-9])*)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex PythonInteger();

    [GeneratedRegex(@"^[-+]?(0b[01_]*[01][01_]*|0[0-7_]*|[1-9][0-9_]*|0x[0-9a-fA-F_]*[0-9a-fA-F][0-9a-fA-F_]*)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex YamlInteger();

    [GeneratedRegex(@"^[-+]?[1-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex YamlSexagesimal();

    [GeneratedRegex(@"^[-+]?([0-9][0-9_]*\.[0-9_]*|\.[0-9][0-9_]*)([eE][-+][0-9]+)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex YamlFloat();

    [GeneratedRegex(@"^[-+]?\.(inf|Inf|INF)$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex YamlInfinity();
}
