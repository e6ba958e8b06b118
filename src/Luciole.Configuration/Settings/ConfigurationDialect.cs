namespace Luciole.Configuration;

/// <summary>Whose language a configuration speaks; it decides a few defaults and which keys are honoured.</summary>
public enum ConfigurationDialect
{
    /// <summary>Luciole's own: every key is honoured.</summary>
    Luciole,

    /// <summary>BiaPy 3.5.</summary>
    BiaPy35,

    /// <summary>BiaPy 3.4, of the published LightMyCells templates.</summary>
    BiaPy34,
}
