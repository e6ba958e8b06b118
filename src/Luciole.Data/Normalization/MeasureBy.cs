namespace Luciole.Data.Normalization;

/// <summary>What the statistics of a normalisation are measured on (<c>DATA.NORMALIZATION.MEASURE_BY</c>).</summary>
public enum MeasureBy
{
    /// <summary>The whole image, after reflection to the patch size where that is switched on.</summary>
    Image,

    /// <summary>Each patch by itself.</summary>
    Patch,
}
