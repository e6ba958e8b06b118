using Luciole.Files;

namespace Luciole.Configuration;

/// <summary>The <c>--set KEY=VALUE</c> options of the command line.</summary>
internal static class OverrideReader
{
    /// <summary>Reads them in order; of two for the same key the last counts.</summary>
    public static IReadOnlyList<Entry> Read(IReadOnlyList<string> overrides)
    {
        var entries = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var option in overrides)
        {
            var equals = option.IndexOf('=', StringComparison.Ordinal);
            var key = (equals < 0 ? option : option[..equals]).Trim();
            if (equals < 0 || key.Length is 0 or > 100 || key.Any(char.IsControl))
                throw new InputException($"--set {new RawValue(option, option).Shown}: is not of the form KEY=VALUE; write for instance --set TRAIN.EPOCHS=10.");
            var text = option[(equals + 1)..].Trim();
            object? value = text.Length == 0 ? "" : YamlScalar.Resolve(text, plain: true);
            // Python's literals come first; [psnr, mae] without quotes is YAML only.
            if (value is string && text[0..Math.Min(1, text.Length)] is "[" or "{")
                value = YamlComposer.ReadValue(text, $"--set {key}");
            entries[key] = new Entry(key, new RawValue(value, text), $"--set {key}");
        }

        return [.. entries.Values];
    }

    /// <summary>The file's entries with those of the command line in their place.</summary>
    public static List<Entry> Apply(IReadOnlyList<Entry> file, IReadOnlyList<Entry> overrides)
    {
        var keys = overrides.Select(o => o.Key).ToHashSet(StringComparer.Ordinal);
        return [.. file.Where(e => !keys.Contains(e.Key)), .. overrides];
    }
}
