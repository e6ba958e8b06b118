namespace Luciole.Imaging.Tiff;

/// <summary>What a TIFF file's ImageDescription is, and thus where the arrangement of its planes comes from.</summary>
public enum DescriptionKind
{
    /// <summary>None that says anything about axes: equal pages form one axis.</summary>
    Plain,

    /// <summary>OME-XML.</summary>
    Ome,

    /// <summary>ImageJ's lines of key and value.</summary>
    ImageJ,

    /// <summary>tifffile's JSON with the shape.</summary>
    Shaped,
}
