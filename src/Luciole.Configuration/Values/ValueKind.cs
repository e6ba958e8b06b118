namespace Luciole.Configuration;

/// <summary>A type that keys may have: how it is called, read from YAML and written back in BiaPy's form.</summary>
internal sealed class ValueKind<T>(string expected, ValueReader<T> read, Func<T, object?> write)
{
    /// <summary>What a user is told to write, for instance <c>a number above 0</c>.</summary>
    public string Expected { get; } = expected;

    public ValueReader<T> TryRead { get; } = read;

    public Func<T, object?> Write { get; } = write;
}
