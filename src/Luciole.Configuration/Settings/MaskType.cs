namespace Luciole.Configuration;

/// <summary>Which tokens a masked autoencoder hides.</summary>
public enum MaskType
{
    /// <summary>A checkerboard.</summary>
    Grid,

    /// <summary>Random ones.</summary>
    Random,
}
