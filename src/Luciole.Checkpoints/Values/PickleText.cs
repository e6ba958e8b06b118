using System.Globalization;
using System.Text;

namespace Luciole.Checkpoints;

/// <summary>Values as Python would print them, bounded in length and depth.</summary>
internal static class PickleText
{
    private const int DeepestLevel = 6;
    private const int LongestText = 400;

    public static string Render(PickleValue value)
    {
        var text = new StringBuilder();
        Append(text, value, 0);
        return text.Length <= LongestText ? text.ToString() : string.Concat(text.ToString().AsSpan(0, LongestText), "...");
    }

    /// <summary>A name out of a file, fit to stand in a one-line message.</summary>
    public static string Printable(string name)
    {
        var text = new StringBuilder();
        foreach (var c in name.AsSpan(0, Math.Min(name.Length, 120)))
            text.Append(char.IsControl(c) || char.IsSurrogate(c) ? '?' : c);
        return name.Length > 120 ? text.Append("...").ToString() : text.ToString();
    }

    /// <summary>The shortest text that reads back as the same double, the way Python writes it.</summary>
    public static string Number(double value)
    {
        if (double.IsNaN(value))
            return "nan";
        if (double.IsInfinity(value))
            return value > 0 ? "inf" : "-inf";
        var text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().IndexOfAny('.', 'E', 'e') < 0 ? text + ".0" : text.Replace("E", "e", StringComparison.Ordinal);
    }

    private static void Append(StringBuilder text, PickleValue value, int depth)
    {
        if (text.Length > LongestText)
            return;
        if (depth > DeepestLevel)
        {
            text.Append("...");
            return;
        }

        switch (value)
        {
            case PickleNone:
                text.Append("None");
                break;
            case PickleBool truth:
                text.Append(truth.Value ? "True" : "False");
                break;
            case PickleInteger integer:
                text.Append(integer.Value.GetByteCount() > 64 ? "<large int>" : integer.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case PickleFloat number:
                text.Append(Number(number.Value));
                break;
            case PickleString word:
                text.Append('\'').Append(Printable(word.Value)).Append('\'');
                break;
            case PickleBytes bytes:
                text.Append(CultureInfo.InvariantCulture, $"<{bytes.Value.Length} bytes>");
                break;
            case PickleGlobal global:
                text.Append(global.FullName);
                break;
            case CheckpointTensor tensor:
                text.Append(CultureInfo.InvariantCulture, $"tensor({tensor.DType.TorchName()}, ({string.Join(", ", tensor.Shape)}))");
                break;
            case StorageReference storage:
                text.Append(CultureInfo.InvariantCulture, $"storage({storage.ElementType.TorchName()}, {storage.Count})");
                break;
            case PickleList list:
                AppendItems(text, "[", list, "]", depth);
                break;
            case PickleTuple tuple:
                AppendItems(text, "(", tuple, tuple.Count == 1 ? ",)" : ")", depth);
                break;
            case PickleSet set:
                AppendItems(text, "{", set, "}", depth);
                break;
            case PickleDict dict:
                text.Append('{');
                var first = true;
                foreach (var (key, item) in dict)
                {
                    text.Append(first ? "" : ", ");
                    first = false;
                    Append(text, key, depth + 1);
                    text.Append(": ");
                    Append(text, item, depth + 1);
                    if (text.Length > LongestText)
                        return;
                }

                text.Append('}');
                break;
            case PickleObject made:
                text.Append(made.ClassName);
                AppendItems(text, "(", made.Arguments, ")", depth);
                break;
        }
    }

    private static void AppendItems(StringBuilder text, string open, IEnumerable<PickleValue> items, string close, int depth)
    {
        text.Append(open);
        var first = true;
        foreach (var item in items)
        {
            text.Append(first ? "" : ", ");
            first = false;
            Append(text, item, depth + 1);
            if (text.Length > LongestText)
                return;
        }

        text.Append(close);
    }
}
