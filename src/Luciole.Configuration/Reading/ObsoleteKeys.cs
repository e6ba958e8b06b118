using System.Text.RegularExpressions;
using Luciole.Files;

namespace Luciole.Configuration;

/// <summary>Translates what BiaPy 3.4 wrote differently; every translation leaves a note.</summary>
internal static partial class ObsoleteKeys
{
    private const string Gone = "BiaPy 3.5 no longer has it, and it changes nothing";

    /// <summary>Section names that only obsolete keys have.</summary>
    public static IReadOnlyList<string> Sections { get; } = ["TEST.STATS"];

    /// <summary>The entries in today's keys. <paramref name="lenient"/>: what cannot be translated is dropped instead of refused.</summary>
    public static List<Entry> Translate(IReadOnlyList<Entry> entries, List<ConfigurationNote> notes, bool lenient)
    {
        var translated = new List<Entry>();
        foreach (var entry in entries)
        {
            var (isObsolete, replacements, reason) = TranslateOne(entry, entries, lenient);
            if (!isObsolete)
            {
                translated.Add(entry);
                continue;
            }

            translated.AddRange(replacements);
            notes.Add(new ConfigurationNote(
                entry.Where, $"{entry.Key}: {entry.Raw.Shown}", string.Join(", ", replacements.Select(r => $"{r.Key}: {r.Raw.Shown}")), reason));
        }

        return WithoutRepetitions(translated, lenient);
    }

    private static (bool IsObsolete, IReadOnlyList<Entry> Replacements, string Reason) TranslateOne(Entry entry, IReadOnlyList<Entry> all, bool lenient)
    {
        switch (entry.Key)
        {
            case "DATA.NORMALIZATION.TYPE" when IsText(entry, "custom"):
                return To(entry, "the name in BiaPy 3.4", (entry.Key, "zero_mean_unit_variance"));
            case "DATA.NORMALIZATION.CUSTOM_MEAN":
                return To(entry, "the name in BiaPy 3.4", ("DATA.NORMALIZATION.ZERO_MEAN_UNIT_VAR.MEAN_VAL", entry.Raw.Value));
            case "DATA.NORMALIZATION.CUSTOM_STD":
                return To(entry, "the name in BiaPy 3.4", ("DATA.NORMALIZATION.ZERO_MEAN_UNIT_VAR.STD_VAL", entry.Raw.Value));
            case "DATA.NORMALIZATION.CUSTOM_MODE" or "DATA.NORMALIZATION.APPLICATION_MODE":
                return TranslateScope(entry, all, lenient);
            case "DATA.NORMALIZATION.PERC_CLIP" when entry.Raw.Value is bool:
                return To(entry, "a section since BiaPy 3.5", ("DATA.NORMALIZATION.PERC_CLIP.ENABLE", entry.Raw.Value));
            case "DATA.NORMALIZATION.PERC_LOWER":
                return To(entry, "the name in BiaPy 3.4", ("DATA.NORMALIZATION.PERC_CLIP.LOWER_PERC", entry.Raw.Value));
            case "DATA.NORMALIZATION.PERC_UPPER":
                return To(entry, "the name in BiaPy 3.4", ("DATA.NORMALIZATION.PERC_CLIP.UPPER_PERC", entry.Raw.Value));
            case "MODEL.BATCH_NORMALIZATION" when entry.Raw.Value is bool on:
                return To(entry, "the name in BiaPy 3.4", ("MODEL.NORMALIZATION", on ? "bn" : "none"));
            case "DATA.TRAIN.MINIMUM_FOREGROUND_PER":
                return TranslateForeground(entry);
            case "TEST.STATS.FULL_IMG":
                return To(entry, "the name in BiaPy 3.4", ("TEST.FULL_IMG", entry.Raw.Value));
            case "TEST.EVALUATE" or "TEST.STATS.PER_PATCH" or "TEST.STATS.MERGE_PATCHES":
            case "MODEL.SOURCE_MODEL_DOI" when IsText(entry, ""):
            case "PATHS.MEAN_INFO_FILE" or "PATHS.STD_INFO_FILE" or "PATHS.LWR_X_FILE" or "PATHS.UPR_X_FILE" or "PATHS.LWR_Y_FILE" or "PATHS.UPR_Y_FILE":
                return To(entry, Gone);
            default:
                return ElectronMicroscopyOption().IsMatch(entry.Key) ? To(entry, Gone) : (false, [], "");
        }
    }

    private static (bool, IReadOnlyList<Entry>, string) TranslateScope(Entry entry, IReadOnlyList<Entry> all, bool lenient)
    {
        if (IsText(entry, "image") || lenient)
            return To(entry, "the name in BiaPy 3.4", ("DATA.NORMALIZATION.MEASURE_BY", "image"));
        if (IsText(entry, "dataset"))
        {
            var hasValues = all.Any(e => e.Key is "DATA.NORMALIZATION.CUSTOM_MEAN" or "DATA.NORMALIZATION.ZERO_MEAN_UNIT_VAR.MEAN_VAL" && Values.Number(e.Raw) is { } mean && mean != -1);
            if (hasValues)
                return To(entry, "the mean and standard deviation that are given serve the whole data set");
            throw new InputException($"{entry.Where}: {entry.Key} is dataset, which BiaPy 3.5 no longer has; give DATA.NORMALIZATION.ZERO_MEAN_UNIT_VAR.MEAN_VAL and STD_VAL of the data set, or write image.");
        }

        throw new InputException($"{entry.Where}: {entry.Key} is {entry.Raw.Shown}, but it took image or dataset; write DATA.NORMALIZATION.MEASURE_BY: image instead.");
    }

    private static (bool, IReadOnlyList<Entry>, string) TranslateForeground(Entry entry)
    {
        if (Values.Number(entry.Raw) is not { } fraction || fraction < 0)
            return To(entry, Gone);
        return To(
            entry,
            "the form of BiaPy 3.5",
            ("DATA.TRAIN.FILTER_SAMPLES.ENABLE", true),
            ("DATA.TRAIN.FILTER_SAMPLES.PROPS", Group("foreground")),
            ("DATA.TRAIN.FILTER_SAMPLES.VALUES", Group(fraction)),
            ("DATA.TRAIN.FILTER_SAMPLES.SIGNS", Group("lt")));
    }

    private static List<object?> Group(object value) => [new List<object?> { value }];

    private static (bool, IReadOnlyList<Entry>, string) To(Entry entry, string reason, params (string Key, object? Value)[] replacements) =>
        (true, replacements.Select(r => new Entry(r.Key, ReferenceEquals(r.Value, entry.Raw.Value) ? entry.Raw : RawValue.Of(r.Value), entry.Where)).ToList(), reason);

    private static bool IsText(Entry entry, string text) => entry.Raw.Value is string value && string.Equals(value, text, StringComparison.OrdinalIgnoreCase);

    // The old and the new name of a key may both be given: the command line wins, and a file must not contradict itself.
    private static List<Entry> WithoutRepetitions(List<Entry> entries, bool lenient)
    {
        var kept = new Dictionary<string, Entry>(StringComparer.Ordinal);
        foreach (var entry in entries)
        {
            if (kept.TryGetValue(entry.Key, out var earlier) && !IsOption(entry))
            {
                if (!lenient && !IsOption(earlier) && PythonText.Of(earlier.Raw.Value) != PythonText.Of(entry.Raw.Value))
                    throw new InputException($"{entry.Where}: sets {entry.Key} to {entry.Raw.Shown}, but {earlier.Where} sets it to {earlier.Raw.Shown} under another name; keep one of the two.");
                continue;
            }

            kept[entry.Key] = entry;
        }

        return [.. kept.Values];
    }

    private static bool IsOption(Entry entry) => entry.Where.StartsWith("--set ", StringComparison.Ordinal);

    [GeneratedRegex(@"^AUGMENTOR\.[A-Z0-9_]+_EM(_[A-Z]+)?$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ElectronMicroscopyOption();
}
