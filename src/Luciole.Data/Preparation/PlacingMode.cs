namespace Luciole.Data.Preparation;

/// <summary>How images may come into the prepared folders.</summary>
public enum PlacingMode
{
    /// <summary>A hard link, else a symbolic link, else a copy.</summary>
    Automatic,

    /// <summary>A hard link, else a symbolic link; never a copy.</summary>
    LinkOnly,

    /// <summary>Copied once from the studies; the prepared folders share the copy through hard links where the file system has them.</summary>
    CopyOnly,
}
