namespace Luciole.Data.Filtering;

/// <summary>How a property is compared with a number (<c>FILTER_SAMPLES.SIGNS</c>).</summary>
public enum Comparison
{
    /// <summary><c>gt</c>: above it.</summary>
    Above,

    /// <summary><c>ge</c>: at or above it.</summary>
    AtLeast,

    /// <summary><c>lt</c>: below it.</summary>
    Below,

    /// <summary><c>le</c>: at or below it.</summary>
    AtMost,
}
