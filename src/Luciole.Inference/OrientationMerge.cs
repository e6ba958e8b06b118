namespace Luciole.Inference;

/// <summary>How the predictions of a patch's orientations become one (<c>TEST.AUGMENTATION_MODE</c>).</summary>
public enum OrientationMerge
{
    /// <summary>Their mean at each pixel.</summary>
    Mean,

    /// <summary>The smallest at each pixel.</summary>
    Minimum,

    /// <summary>The largest at each pixel.</summary>
    Maximum,
}
