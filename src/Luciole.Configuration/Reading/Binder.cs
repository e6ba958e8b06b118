using Luciole.Files;

namespace Luciole.Configuration;

/// <summary>Puts entries into the records, and refuses what does not belong there.</summary>
internal sealed class Binder(string source, List<ConfigurationNote> notes, bool lenient)
{
    private static readonly HashSet<string> Sections = ConfigurationSchema.Keys.Select(k => k.Name).Concat(OtherKeys.All.Select(k => k.Name)).Append(ConfigurationSchema.DialectKey)
        .SelectMany(Parents).Concat(ObsoleteKeys.Sections).ToHashSet(StringComparer.Ordinal);

    private readonly Dictionary<string, string> _where = new(StringComparer.Ordinal);

    /// <summary>The keys that were given a value.</summary>
    public HashSet<string> Given { get; } = new(StringComparer.Ordinal);

    /// <summary>Entries that were left aside (lenient reading only).</summary>
    public int Ignored { get; private set; }

    /// <summary>Where a key was given; the file when it was not.</summary>
    public string Where(string key) => _where.GetValueOrDefault(key, source);

    public LucioleConfiguration Bind(IEnumerable<Entry> entries)
    {
        var configuration = new LucioleConfiguration();
        var idle = new List<Entry>();
        foreach (var entry in entries)
        {
            _where[entry.Key] = entry.Where;
            if (entry.Key == ConfigurationSchema.DialectKey || (entry.IsEmptySection && Sections.Contains(entry.Key)))
                continue;
            if (lenient && IsOfAnotherMachine(entry.Key))
                Ignored++;
            else if (ConfigurationSchema.ByName.TryGetValue(entry.Key, out var key))
                configuration = Set(configuration, key, entry);
            else if (OtherKeys.Find(entry.Key) is { } other && other.IsHarmless(entry.Raw.Value))
                idle.AddRange(other.IsOfAnotherWorkflow ? [entry] : []);
            else if (lenient)
                Ignored++;
            else
                RefuseOther(entry);
        }

        if (idle.Count > 0 && !lenient)
            notes.Add(new ConfigurationNote(idle[0].Where, $"{idle[0].Key}: {idle[0].Raw.Shown}" + (idle.Count == 1 ? "" : $", like {idle.Count - 1} keys more,"), "", "of another workflow of BiaPy, and at its default"));
        return configuration;
    }

    // Paths and logs in a checkpoint are those of the machine that trained it.
    private static bool IsOfAnotherMachine(string key) => key.StartsWith("PATHS.", StringComparison.Ordinal) || key.StartsWith("LOG.", StringComparison.Ordinal);

    // What a network is and what its input was; the rest of a checkpoint's configuration must not stop a prediction.
    private static bool MattersInCheckpoint(string key) =>
        key.StartsWith("MODEL.", StringComparison.Ordinal) || key.StartsWith("PROBLEM.", StringComparison.Ordinal) || key == "DATA.PATCH_SIZE" || key.StartsWith("DATA.NORMALIZATION.", StringComparison.Ordinal);

    private LucioleConfiguration Set(LucioleConfiguration configuration, ConfigurationKey key, Entry entry)
    {
        if (key.EmptyIsDefault && entry.Raw.Value is "" or IReadOnlyList<object?> { Count: 0 })
            return configuration;
        var result = key.Set(configuration, entry.Raw, out var problem);
        if (result is not null)
        {
            Given.Add(key.Name);
            return result;
        }

        if (lenient && !MattersInCheckpoint(key.Name))
        {
            Ignored++;
            return configuration;
        }

        if (problem is not null)
            throw new InputException($"{entry.Where}: {key.Name}: {entry.Raw.Shown} {problem}.");
        if (entry.Raw.Value is null)
            throw new InputException($"{entry.Where}: {key.Name} has no value; give {key.Expected}, or leave it out for the default {key.Default}.");
        throw new InputException($"{entry.Where}: {key.Name} is {entry.Raw.Shown}, but it takes {key.Expected}; the default is {(key.Default.Length == 0 ? "empty" : key.Default)}.");
    }

    private void RefuseOther(Entry entry)
    {
        if (OtherKeys.Find(entry.Key) is { } other)
        {
            if (other.Workflow is not null)
                throw new InputException($"{entry.Where}: {entry.Key}: {entry.Raw.Shown} belongs to BiaPy's {other.Workflow}, which Luciole does not do (it does IMAGE_TO_IMAGE and SELF_SUPERVISED in 2D); {(other.HasDefault ? $"leave it out or at {PythonText.Of(other.Default)}" : "leave it out")}.");
            notes.Add(new ConfigurationNote(entry.Where, $"{entry.Key}: {entry.Raw.Shown}", "", "it has no effect in this workflow, in BiaPy either"));
            return;
        }

        if (Sections.Contains(entry.Key))
            throw new InputException($"{entry.Where}: {entry.Key} is {entry.Raw.Shown}, but it is a section; write keys such as {ConfigurationSchema.Keys.First(k => k.Name.StartsWith(entry.Key + ".", StringComparison.Ordinal)).Name} below it.");
        if (Parents(entry.Key).Select(p => ConfigurationSchema.ByName.GetValueOrDefault(p)).FirstOrDefault(k => k is not null) is { } parent)
            throw new InputException($"{entry.Where}: {entry.Key} makes a section of {parent.Name}, which takes {parent.Expected}.");
        var suggestion = KeySuggestion.For(entry.Key);
        throw new InputException($"{entry.Where}: unknown key {entry.Key}; " + (suggestion is null ? "docs/reference/configuration.md lists all keys." : $"did you mean {suggestion}?"));
    }

    private static IEnumerable<string> Parents(string key)
    {
        for (var dot = key.IndexOf('.', StringComparison.Ordinal); dot >= 0; dot = key.IndexOf('.', dot + 1))
            yield return key[..dot];
    }
}
