using System.Globalization;
using System.Numerics;
using System.Text;

namespace Luciole.Checkpoints;

/// <summary>The textual values of protocol 0, and Python 2's byte strings.</summary>
internal static class PickleLiterals
{
    // Python's own limit for turning decimal text into an integer.
    private const int LongestNumber = 4300;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The value of an INT, LONG, FLOAT, STRING or UNICODE line, or null when it is none.</summary>
    public static PickleValue? Parse(Opcode opcode, byte[] line)
    {
        switch (opcode)
        {
            case Opcode.Unicode:
                return new PickleString(RawUnicodeEscape(line));
            case Opcode.String:
                return QuotedString(line);
        }

        if (line.Length > LongestNumber)
            return null;
        var text = Text(line);
        switch (opcode)
        {
            case Opcode.Int when text is "00" or "01":
                return PickleBool.Of(text == "01");
            case Opcode.Float:
                return ParseFloat(text);
            default:
                return BigInteger.TryParse(text.TrimEnd('L'), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer)
                    ? new PickleInteger(integer)
                    : null;
        }
    }

    /// <summary>A name or number line.</summary>
    public static string Text(byte[] line) => Encoding.UTF8.GetString(line).TrimEnd('\r');

    /// <summary>A Python 2 str: text where it is UTF-8, as PyTorch reads it, otherwise bytes.</summary>
    public static PickleValue Python2String(byte[] bytes)
    {
        try
        {
            return new PickleString(StrictUtf8.GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            return new PickleBytes(bytes);
        }
    }

    private static PickleFloat? ParseFloat(string text) => text switch
    {
        "nan" => new PickleFloat(double.NaN),
        "inf" => new PickleFloat(double.PositiveInfinity),
        "-inf" => new PickleFloat(double.NegativeInfinity),
        _ => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? new PickleFloat(number) : null,
    };

    private static PickleValue? QuotedString(byte[] line)
    {
        if (line.Length < 2 || line[0] != line[^1] || line[0] is not ((byte)'\'' or (byte)'"'))
            return null;
        using var bytes = new MemoryStream(line.Length);
        for (var i = 1; i < line.Length - 1; i++)
        {
            if (line[i] != (byte)'\\' || i + 1 >= line.Length - 1)
            {
                bytes.WriteByte(line[i]);
                continue;
            }

            var next = line[++i];
            if (next == (byte)'x' && Hex(line, i + 1, 2) is { } code)
            {
                bytes.WriteByte((byte)code);
                i += 2;
                continue;
            }

            bytes.WriteByte(next switch
            {
                (byte)'n' => (byte)'\n',
                (byte)'r' => (byte)'\r',
                (byte)'t' => (byte)'\t',
                _ => next,
            });
        }

        return Python2String(bytes.ToArray());
    }

    /// <summary>Python's raw-unicode-escape: Latin-1 with \uXXXX and \UXXXXXXXX.</summary>
    private static string RawUnicodeEscape(byte[] line)
    {
        var text = new StringBuilder(line.Length);
        for (var i = 0; i < line.Length; i++)
        {
            var digits = line[i] == (byte)'\\' && i + 1 < line.Length ? line[i + 1] switch { (byte)'u' => 4, (byte)'U' => 8, _ => 0 } : 0;
            if (digits > 0 && Hex(line, i + 2, digits) is { } code && Rune.TryCreate(code, out var rune))
            {
                text.Append(rune.ToString());
                i += 1 + digits;
            }
            else
            {
                text.Append((char)line[i]);
            }
        }

        return text.ToString();
    }

    private static uint? Hex(byte[] line, int at, int digits) =>
        at + digits <= line.Length && uint.TryParse(line.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : null;
}
