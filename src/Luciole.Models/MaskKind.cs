namespace Luciole.Models;

/// <summary>Which tokens a masked autoencoder hides.</summary>
public enum MaskKind
{
    /// <summary>A checkerboard, the same for every image: half of the tokens.</summary>
    Grid,

    /// <summary>A random part, drawn for each image.</summary>
    Random,
}
