namespace Luciole.Data.Trust;

/// <summary>What can speak against trusting a prediction.</summary>
public enum TrustKind
{
    /// <summary>All pixels are equal.</summary>
    NoContrast,

    /// <summary>The modality was not among those that the model was trained on.</summary>
    UnseenModality,

    /// <summary>The image is less sharp than any that the model was trained on.</summary>
    OutOfFocus,

    /// <summary>Values pile up at an end of the range.</summary>
    Saturated,

    /// <summary>Other statistics lie outside those of the training images.</summary>
    UnusualStatistics,
}
