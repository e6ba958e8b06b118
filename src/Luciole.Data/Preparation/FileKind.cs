namespace Luciole.Data.Preparation;

/// <summary>What lies at a path.</summary>
internal enum FileKind
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A folder.</summary>
    Folder,

    /// <summary>A symbolic link.</summary>
    SymbolicLink,

    /// <summary>A device, pipe or socket.</summary>
    Other,
}
