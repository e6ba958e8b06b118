namespace Luciole.Configuration;

/// <summary>Intensities of written predictions (<c>TEST.OUTPUT</c>).</summary>
public enum OutputScale
{
    /// <summary><see cref="Target"/> when the checkpoint knows the targets' statistics, else <see cref="Raw"/>.</summary>
    Auto,

    /// <summary>Those of the raw image, in its own integer type.</summary>
    Raw,

    /// <summary>Those of the training targets.</summary>
    Target,

    /// <summary>As the network gives them, single precision.</summary>
    Normalised,
}
