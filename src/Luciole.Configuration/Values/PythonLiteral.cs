using System.Globalization;
using System.Text;

namespace Luciole.Configuration;

/// <summary>
/// Python's <c>literal_eval</c> for what configurations hold: numbers, strings, tuples, lists, dictionaries, None, True, False.
/// BiaPy passes every string of a YAML through it, so <c>"(1024, 1024, 1)"</c> is a tuple and <c>1e-4</c> a number.
/// </summary>
internal sealed class PythonLiteral
{
    private const int DeepestNesting = 16;
    private readonly string _text;
    private int _at;

    private PythonLiteral(string text) => _text = text;

    /// <summary>Evaluates the text; false when it is not a literal, in which case it is a plain string.</summary>
    public static bool TryParse(string text, out object? value)
    {
        var parser = new PythonLiteral(text.Trim(' ', '\t'));
        return parser.TryTupleOrValue(0, out value) && parser.AtEnd();
    }

    private bool AtEnd()
    {
        SkipBlanks();
        return _at == _text.Length;
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length && _text[_at] is ' ' or '\t' or '\n' or '\r')
            _at++;
    }

    private bool Next(char c)
    {
        SkipBlanks();
        if (_at >= _text.Length || _text[_at] != c)
            return false;
        _at++;
        return true;
    }

    // "1, 2" without parentheses is a tuple too.
    private bool TryTupleOrValue(int depth, out object? value)
    {
        if (!TryValue(depth, out value))
            return false;
        if (!Next(','))
            return true;
        var items = new List<object?> { value };
        while (!AtEnd())
        {
            if (!TryValue(depth, out var item))
                return false;
            items.Add(item);
            if (!Next(','))
                break;
        }

        value = items.ToArray();
        return true;
    }

    private bool TryValue(int depth, out object? value)
    {
        value = null;
        SkipBlanks();
        if (_at >= _text.Length || depth > DeepestNesting)
            return false;
        switch (_text[_at])
        {
            case '(':
                _at++;
                return TryItems(')', depth, out var items, out var comma) && Accept(items.Count == 1 && !comma ? items[0] : items.ToArray(), out value);
            case '[':
                _at++;
                return TryItems(']', depth, out items, out _) && Accept(items, out value);
            case '{':
                _at++;
                return TryDictionary(depth, out value);
            case '\'' or '"':
                return TryString(out value);
            case '+' or '-':
                var sign = _text[_at++];
                SkipBlanks();
                return TryNumber(out var number) && Accept(sign == '-' ? Negated(number!) : number, out value);
            case >= '0' and <= '9' or '.':
                return TryNumber(out value);
            default:
                return TryName(out value);
        }
    }

    private static object Negated(object number) => number is long whole ? (object)-whole : -(double)number;

    private static bool Accept(object? item, out object? value)
    {
        value = item;
        return true;
    }

    private bool TryItems(char close, int depth, out List<object?> items, out bool trailingComma)
    {
        items = [];
        trailingComma = false;
        while (!Next(close))
        {
            if (items.Count > 0 && !trailingComma)
                return false;
            if (!TryValue(depth + 1, out var item))
                return false;
            items.Add(item);
            trailingComma = Next(',');
        }

        return true;
    }

    private bool TryDictionary(int depth, out object? value)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        value = map;
        var comma = true;
        while (!Next('}'))
        {
            if (!comma || !TryValue(depth + 1, out var key) || !Next(':') || !TryValue(depth + 1, out var item))
                return false;
            map[PythonText.Of(key)] = item;
            comma = Next(',');
        }

        return true;
    }

    private bool TryName(out object? value)
    {
        foreach (var (name, meaning) in new (string, object?)[] { ("None", null), ("True", true), ("False", false) })
        {
            var end = _at + name.Length;
            if (string.CompareOrdinal(_text, _at, name, 0, name.Length) == 0 && (end == _text.Length || !(char.IsLetterOrDigit(_text[end]) || _text[end] == '_')))
            {
                _at = end;
                value = meaning;
                return true;
            }
        }

        value = null;
        return false;
    }

    private bool TryNumber(out object? value)
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '.' or '_' || (_text[_at] is '+' or '-' && _text[_at - 1] is 'e' or 'E' && _at > start && !IsHexadecimal(start))))
            _at++;
        return NumberText.TryPython(_text[start.._at], out value);
    }

    private bool IsHexadecimal(int start) => _text.Length > start + 1 && _text[start + 1] is 'x' or 'X';

    private bool TryString(out object? value)
    {
        value = null;
        var quote = _text[_at++];
        var text = new StringBuilder();
        while (_at < _text.Length && _text[_at] != quote)
        {
            var c = _text[_at++];
            if (c is '\n' or '\r')
                return false;
            if (c != '\\')
            {
                text.Append(c);
                continue;
            }

            if (_at >= _text.Length || !TryEscape(_text[_at++], text))
                return false;
        }

        if (_at++ >= _text.Length)
            return false;
        value = text.ToString();
        return true;
    }

    private bool TryEscape(char c, StringBuilder text)
    {
        var digits = c switch { 'x' => 2, 'u' => 4, _ => 0 };
        if (digits > 0)
        {
            if (_at + digits > _text.Length || !ushort.TryParse(_text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
                return false;
            _at += digits;
            text.Append((char)code);
            return true;
        }

        switch (c)
        {
            case 'n': text.Append('\n'); break;
            case 'r': text.Append('\r'); break;
            case 't': text.Append('\t'); break;
            case '0': text.Append('\0'); break;
            case '\\' or '\'' or '"': text.Append(c); break;
            default: text.Append('\\').Append(c); break;
        }

        return true;
    }
}
