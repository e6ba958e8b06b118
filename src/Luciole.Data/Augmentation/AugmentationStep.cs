namespace Luciole.Data.Augmentation;

/// <summary>Every augmentation of two-dimensional images, in the order in which they are applied (that of the reference).</summary>
public enum AugmentationStep
{
    /// <summary><c>GRAYSCALE</c></summary>
    Grayscale,

    /// <summary><c>CHANNEL_SHUFFLE</c></summary>
    ChannelShuffle,

    /// <summary><c>ZOOM</c></summary>
    Zoom,

    /// <summary><c>RANDOM_ROT</c></summary>
    RandomRotation,

    /// <summary><c>ROT90</c></summary>
    QuarterTurn,

    /// <summary><c>CUTBLUR</c></summary>
    CutBlur,

    /// <summary><c>CUTMIX</c></summary>
    CutMix,

    /// <summary><c>CUTNOISE</c></summary>
    CutNoise,

    /// <summary><c>MISALIGNMENT</c></summary>
    Misalignment,

    /// <summary><c>BRIGHTNESS</c></summary>
    Brightness,

    /// <summary><c>CONTRAST</c></summary>
    Contrast,

    /// <summary><c>GAMMA_CONTRAST</c></summary>
    GammaContrast,

    /// <summary><c>GAUSSIAN_NOISE</c></summary>
    GaussianNoise,

    /// <summary><c>POISSON_NOISE</c></summary>
    PoissonNoise,

    /// <summary><c>SALT</c></summary>
    Salt,

    /// <summary><c>PEPPER</c></summary>
    Pepper,

    /// <summary><c>SALT_AND_PEPPER</c></summary>
    SaltAndPepper,

    /// <summary><c>MISSING_SECTIONS</c></summary>
    MissingSections,

    /// <summary><c>GRIDMASK</c></summary>
    GridMask,

    /// <summary><c>CUTOUT</c></summary>
    Cutout,

    /// <summary><c>SHEAR</c></summary>
    Shear,

    /// <summary><c>SHIFT</c></summary>
    Shift,

    /// <summary><c>VFLIP</c></summary>
    VerticalFlip,

    /// <summary><c>HFLIP</c></summary>
    HorizontalFlip,

    /// <summary><c>ELASTIC</c></summary>
    Elastic,

    /// <summary><c>G_BLUR</c></summary>
    GaussianBlur,

    /// <summary><c>MEDIAN_BLUR</c></summary>
    MedianBlur,

    /// <summary><c>MOTION_BLUR</c></summary>
    MotionBlur,

    /// <summary><c>DROPOUT</c></summary>
    Dropout,
}
