namespace Luciole.Configuration;

/// <summary>One key of the configuration: what it is called, what it takes, what it means. Parser, checks, writer and manual all come from it.</summary>
public abstract class ConfigurationKey
{
    private protected ConfigurationKey(string name, string expected, string description, bool own, bool emptyIsDefault, string? dialects)
    {
        Name = name;
        Expected = expected;
        Description = description;
        IsOwn = own;
        EmptyIsDefault = emptyIsDefault;
        DialectDefaults = dialects;
    }

    /// <summary>The dotted key, for instance <c>DATA.PATCH_SIZE</c>.</summary>
    public string Name { get; }

    /// <summary>What it takes, in words.</summary>
    public string Expected { get; }

    /// <summary>What it means, in one line.</summary>
    public string Description { get; }

    /// <summary>Whether BiaPy does not have it.</summary>
    public bool IsOwn { get; }

    /// <summary>Where a dialect has another default, or does not honour the key: that, in words.</summary>
    public string? DialectDefaults { get; }

    /// <summary>The default as text, in YAML's form.</summary>
    public string Default => TextIn(Defaults);

    internal static LucioleConfiguration Defaults { get; } = new();

    /// <summary>Whether an empty text or list means that nothing is given.</summary>
    internal bool EmptyIsDefault { get; }

    /// <summary>The value that a configuration has, as text in YAML's form.</summary>
    public string TextIn(LucioleConfiguration configuration) => PythonText.Of(Get(configuration));

    /// <summary>The configuration with this key set; null with a problem when the value does not fit.</summary>
    internal abstract LucioleConfiguration? Set(LucioleConfiguration configuration, RawValue raw, out string? problem);

    /// <summary>The value in BiaPy's form; see <see cref="ConfigurationWriter.ToDictionary"/>.</summary>
    internal abstract object? Get(LucioleConfiguration configuration);
}
