namespace Luciole.Configuration;

/// <summary>What normalisation statistics are measured on.</summary>
public enum NormalizationScope
{
    /// <summary>The whole image.</summary>
    Image,

    /// <summary>Each patch by itself.</summary>
    Patch,
}
