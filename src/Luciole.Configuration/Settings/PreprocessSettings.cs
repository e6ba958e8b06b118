namespace Luciole.Configuration;

/// <summary>Classical filters on the images before normalisation.</summary>
public sealed record PreprocessSettings
{
    /// <summary><c>DATA.PREPROCESS.TRAIN</c></summary>
    public bool Train { get; init; }

    /// <summary><c>DATA.PREPROCESS.VAL</c></summary>
    public bool Validation { get; init; }

    /// <summary><c>DATA.PREPROCESS.TEST</c></summary>
    public bool Test { get; init; }

    /// <summary><c>DATA.PREPROCESS.RESIZE.ENABLE</c></summary>
    public bool Resize { get; init; }

    /// <summary><c>DATA.PREPROCESS.RESIZE.OUTPUT_SHAPE</c></summary>
    public IReadOnlyList<int> ResizeShape { get; init; } = [512, 512];

    /// <summary><c>DATA.PREPROCESS.RESIZE.ORDER</c></summary>
    public int ResizeOrder { get; init; } = 1;

    /// <summary><c>DATA.PREPROCESS.RESIZE.MODE</c></summary>
    public string ResizeMode { get; init; } = "reflect";

    /// <summary><c>DATA.PREPROCESS.RESIZE.CVAL</c></summary>
    public double ResizeConstant { get; init; }

    /// <summary><c>DATA.PREPROCESS.RESIZE.CLIP</c></summary>
    public bool ResizeClip { get; init; } = true;

    /// <summary><c>DATA.PREPROCESS.RESIZE.PRESERVE_RANGE</c></summary>
    public bool ResizePreserveRange { get; init; } = true;

    /// <summary><c>DATA.PREPROCESS.RESIZE.ANTI_ALIASING</c></summary>
    public bool ResizeAntiAliasing { get; init; }

    /// <summary><c>DATA.PREPROCESS.GAUSSIAN_BLUR.ENABLE</c></summary>
    public bool GaussianBlur { get; init; }

    /// <summary><c>DATA.PREPROCESS.GAUSSIAN_BLUR.SIGMA</c></summary>
    public double GaussianBlurSigma { get; init; } = 1;

    /// <summary><c>DATA.PREPROCESS.GAUSSIAN_BLUR.MODE</c></summary>
    public string GaussianBlurMode { get; init; } = "nearest";

    /// <summary><c>DATA.PREPROCESS.GAUSSIAN_BLUR.CHANNEL_AXIS</c></summary>
    public int? GaussianBlurChannelAxis { get; init; }

    /// <summary><c>DATA.PREPROCESS.MEDIAN_BLUR.ENABLE</c></summary>
    public bool MedianBlur { get; init; }

    /// <summary><c>DATA.PREPROCESS.MEDIAN_BLUR.KERNEL_SIZE</c></summary>
    public IReadOnlyList<int> MedianBlurKernel { get; init; } = [3, 3, 1];

    /// <summary><c>DATA.PREPROCESS.MATCH_HISTOGRAM.ENABLE</c></summary>
    public bool MatchHistogram { get; init; }

    /// <summary><c>DATA.PREPROCESS.MATCH_HISTOGRAM.REFERENCE_PATH</c></summary>
    public string MatchHistogramReference { get; init; } = "user_data/test/x";

    /// <summary><c>DATA.PREPROCESS.CLAHE.ENABLE</c></summary>
    public bool Clahe { get; init; }

    /// <summary><c>DATA.PREPROCESS.CLAHE.KERNEL_SIZE</c></summary>
    public IReadOnlyList<int>? ClaheKernel { get; init; }

    /// <summary><c>DATA.PREPROCESS.CLAHE.CLIP_LIMIT</c></summary>
    public double ClaheClipLimit { get; init; } = 0.01;

    /// <summary><c>DATA.PREPROCESS.CANNY.ENABLE</c></summary>
    public bool Canny { get; init; }

    /// <summary><c>DATA.PREPROCESS.CANNY.LOW_THRESHOLD</c></summary>
    public double? CannyLow { get; init; }

    /// <summary><c>DATA.PREPROCESS.CANNY.HIGH_THRESHOLD</c></summary>
    public double? CannyHigh { get; init; }
}
