namespace Luciole.Imaging.Tiff;

/// <summary>The libtiff that images are decoded with.</summary>
public static class TiffLibrary
{
    /// <summary>Its own name and version, for instance <c>LIBTIFF, Version 4.5.0</c>.</summary>
    public static string Version => LibTiff.Version();
}
