using System.Text.Json;

namespace Luciole.Checkpoints;

/// <summary>Values as JSON: what JSON lacks, long lists and deep nesting as text (shared lists could otherwise grow without bound).</summary>
internal static class PickleJson
{
    private const int DeepestLevel = 2;
    private const int LongestList = 64;

    public static void Write(Utf8JsonWriter json, PickleValue value, int depth = 0)
    {
        switch (value)
        {
            case PickleNone:
                json.WriteNullValue();
                break;
            case PickleBool truth:
                json.WriteBooleanValue(truth.Value);
                break;
            case PickleInteger { AsInt64: { } small }:
                json.WriteNumberValue(small);
                break;
            case PickleFloat { Value: var number } when double.IsFinite(number):
                json.WriteNumberValue(number);
                break;
            case PickleString text:
                json.WriteStringValue(text.Value);
                break;
            case { AsItems: { Count: <= LongestList } items } when depth < DeepestLevel:
                json.WriteStartArray();
                foreach (var item in items)
                    Write(json, item, depth + 1);
                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(value.ToString());
                break;
        }
    }

    public static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
            json.WriteNumber(name, value);
        else
            json.WriteString(name, PickleText.Number(value));
    }
}
