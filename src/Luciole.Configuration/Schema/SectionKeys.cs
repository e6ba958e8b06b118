namespace Luciole.Configuration;

/// <summary>The keys of one section record, and the way from the configuration to it and back.</summary>
internal sealed class SectionKeys<TSection>(
    string prefix,
    Func<LucioleConfiguration, TSection> section,
    Func<LucioleConfiguration, TSection, LucioleConfiguration> withSection)
{
    public List<ConfigurationKey> Keys { get; } = [];

    public SectionKeys<TSection> Add<T>(
        string name,
        ValueKind<T> kind,
        Func<TSection, T> get,
        Func<TSection, T, TSection> set,
        string description,
        bool own = false,
        bool emptyIsDefault = false,
        string? dialects = null)
    {
        Keys.Add(new Key<T>(this, $"{prefix}.{name}", kind, get, set, description, own, emptyIsDefault, dialects));
        return this;
    }

    private sealed class Key<T>(
        SectionKeys<TSection> owner,
        string name,
        ValueKind<T> kind,
        Func<TSection, T> get,
        Func<TSection, T, TSection> set,
        string description,
        bool own,
        bool emptyIsDefault,
        string? dialects)
        : ConfigurationKey(name, kind.Expected, description, own, emptyIsDefault, dialects)
    {
        internal override LucioleConfiguration? Set(LucioleConfiguration configuration, RawValue raw, out string? problem) =>
            kind.TryRead(raw, out var value, out problem) ? owner.WithSection(configuration, set(owner.Section(configuration), value)) : null;

        internal override object? Get(LucioleConfiguration configuration) => Neutral(kind.Write(get(owner.Section(configuration))));

        private static object? Neutral(object? value) => value is int whole ? (long)whole : value;
    }

    private TSection Section(LucioleConfiguration configuration) => section(configuration);

    private LucioleConfiguration WithSection(LucioleConfiguration configuration, TSection value) => withSection(configuration, value);
}
