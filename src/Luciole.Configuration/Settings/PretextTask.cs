namespace Luciole.Configuration;

/// <summary>How pre-training makes its task.</summary>
public enum PretextTask
{
    /// <summary>Hidden tokens are reconstructed (masked autoencoder).</summary>
    Masking,

    /// <summary>Artificially worsened images are restored; BiaPy only.</summary>
    Crappify,
}
