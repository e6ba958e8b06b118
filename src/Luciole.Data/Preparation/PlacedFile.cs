namespace Luciole.Data.Preparation;

/// <summary>What was found where an image shall be.</summary>
internal enum PlacedFile
{
    /// <summary>Nothing.</summary>
    Missing,

    /// <summary>The image's own file.</summary>
    HardLink,

    /// <summary>A link to the image.</summary>
    SymbolicLink,

    /// <summary>A file of the image's size and time.</summary>
    Copy,

    /// <summary>Anything else: another image, an older state of it, a folder.</summary>
    Different,
}
