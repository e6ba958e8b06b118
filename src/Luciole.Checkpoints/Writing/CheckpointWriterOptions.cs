namespace Luciole.Checkpoints;

/// <summary>Choices in writing a checkpoint.</summary>
public sealed record CheckpointWriterOptions
{
    /// <summary>
    /// Writes the entry <c>cfg</c>, and the dicts in it, as <c>yacs.config.CfgNode</c>, which BiaPy expects; the file then needs the Python
    /// package yacs to be loaded. Otherwise every dict is written as a plain one, that any PyTorch loads.
    /// </summary>
    public bool ConfigurationAsCfgNode { get; init; }

    /// <summary>Uses zip64 fields throughout, whatever the sizes.</summary>
    internal bool AlwaysZip64 { get; init; }
}
