namespace Luciole.Configuration;

/// <summary>How many raw images of one target an epoch takes.</summary>
public enum RawsPerTarget
{
    /// <summary>One, drawn at random.</summary>
    One,

    /// <summary>Every one.</summary>
    All,
}
