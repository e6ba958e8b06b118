namespace Luciole.Data.Preparation;

/// <summary>What an image in the prepared folders is.</summary>
public enum PlacedAs
{
    /// <summary>The source's file under a second name; it outlives the source's folder.</summary>
    HardLink,

    /// <summary>A pointer to the source, which must stay where it is.</summary>
    SymbolicLink,

    /// <summary>Bytes of its own.</summary>
    Copy,
}
