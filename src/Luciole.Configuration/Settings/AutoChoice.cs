namespace Luciole.Configuration;

/// <summary>Whether something is done.</summary>
public enum AutoChoice
{
    /// <summary>Where it is expected to be faster.</summary>
    Auto,

    /// <summary>Yes.</summary>
    Always,

    /// <summary>No.</summary>
    Never,
}
