namespace Luciole.Data.Loading;

/// <summary>Which patches of an image are used.</summary>
public enum PatchChoice
{
    /// <summary>All that cover it, with overlap and padding.</summary>
    Grid,

    /// <summary>One at a random place, drawn anew in every epoch (<c>DATA.EXTRACT_RANDOM_PATCH</c>, training).</summary>
    Random,

    /// <summary>The one at the upper left (<c>DATA.EXTRACT_RANDOM_PATCH</c>, validation).</summary>
    TopLeft,
}
