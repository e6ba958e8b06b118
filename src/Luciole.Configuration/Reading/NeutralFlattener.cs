using System.Collections;
using System.Runtime.CompilerServices;
using Luciole.Files;

namespace Luciole.Configuration;

/// <summary>Flattens nested dictionaries, as a checkpoint holds its configuration, to entries.</summary>
internal static class NeutralFlattener
{
    private const int DeepestNesting = 20;
    private const int MostEntries = 20_000;

    public static List<Entry> Flatten(IReadOnlyDictionary<string, object?> values, string name)
    {
        var entries = new List<Entry>();
        Flatten(values, "", name, 0, entries);
        return entries;
    }

    private static void Flatten(IReadOnlyDictionary<string, object?> values, string prefix, string name, int depth, List<Entry> entries)
    {
        foreach (var (key, value) in values)
        {
            if (depth > DeepestNesting || entries.Count > MostEntries)
                throw new InputException($"{name}: its configuration is nested deeper or longer than any of BiaPy's; the file is damaged.");
            var dotted = prefix + key;
            if (value is IReadOnlyDictionary<string, object?> { Count: > 0 } section)
                Flatten(section, dotted + ".", name, depth + 1, entries);
            else if (value is not IReadOnlyDictionary<string, object?>)
                entries.Add(new Entry(dotted, RawValue.Of(Neutral(value, depth)), name));
        }
    }

    private static object? Neutral(object? value, int depth) => value switch
    {
        null or bool or long or double or string => value,
        sbyte or byte or short or ushort or int or uint => Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture),
        float or Half or decimal => Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture),
        _ when depth > DeepestNesting => null,
        IReadOnlyDictionary<string, object?> map => map.ToDictionary(p => p.Key, p => Neutral(p.Value, depth + 1), StringComparer.Ordinal),
        Array or ITuple => Items(value).Select(i => Neutral(i, depth + 1)).ToArray(),
        IEnumerable items => items.Cast<object?>().Take(MostEntries).Select(i => Neutral(i, depth + 1)).ToList(),
        _ => value.ToString(),
    };

    private static IEnumerable<object?> Items(object value) =>
        value is ITuple tuple ? Enumerable.Range(0, tuple.Length).Select(i => tuple[i]) : ((Array)value).Cast<object?>().Take(MostEntries);
}
