namespace Luciole.Data.Normalization;

/// <summary>Whose arithmetic is followed where the reference is at fault.</summary>
public enum NormalizationRules
{
    /// <summary>
    /// Correct: <c>div</c> is decided by the sample type; the inverse is exact; integers are rounded half to even and saturated;
    /// unsigned results are moved up only when their minimum is negative.
    /// </summary>
    Luciole,

    /// <summary>
    /// BiaPy 3.5's numbers, before its cast to the sample type: <c>div</c> takes 255 or 65535 by the maximum at hand;
    /// <c>div</c> and <c>scale_range</c> clip to [0, 1] and do not round; the inverse of <c>scale_range</c> is <c>x * max + min</c>;
    /// |minimum| is added to integer results even when the minimum is positive. Nothing is saturated.
    /// </summary>
    Reference,
}
