namespace Luciole.Configuration;

/// <summary>Every key that a configuration may hold, in the order of the manual.</summary>
public static class ConfigurationSchema
{
    /// <summary>The key that says which dialect a file speaks.</summary>
    public const string DialectKey = "LUCIOLE.DIALECT";

    /// <summary>The keys that mean something to Luciole.</summary>
    public static IReadOnlyList<ConfigurationKey> Keys { get; } =
    [
        .. ProblemKeys.All, .. DataKeys.All, .. ModelKeys.All, .. TrainKeys.All, .. AugmentorKeys.All,
        .. TestKeys.All, .. PathKeys.All, .. SystemKeys.All, .. PreprocessKeys.All,
    ];

    /// <summary>The same by name.</summary>
    public static IReadOnlyDictionary<string, ConfigurationKey> ByName { get; } = Keys.ToDictionary(k => k.Name, StringComparer.Ordinal);
}
