namespace Luciole.Data.Preparation;

/// <summary>What a field of view is for.</summary>
public enum PreparedSide
{
    /// <summary>To learn from.</summary>
    Train,

    /// <summary>To validate on.</summary>
    Val,
}
