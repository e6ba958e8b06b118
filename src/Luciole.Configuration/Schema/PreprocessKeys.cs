namespace Luciole.Configuration;

/// <summary>The keys of <c>DATA.PREPROCESS</c>.</summary>
internal static class PreprocessKeys
{
    public static IEnumerable<ConfigurationKey> All { get; } =
    [
        .. new SectionKeys<PreprocessSettings>("DATA.PREPROCESS", c => c.Data.Preprocess, (c, s) => c with { Data = c.Data with { Preprocess = s } })
            .Add("TRAIN", Values.Boolean, s => s.Train, (s, v) => s with { Train = v }, "Filter the training images as below, in the order of this table, before anything else is done with them; their targets are only resized.")
            .Add("VAL", Values.Boolean, s => s.Validation, (s, v) => s with { Validation = v }, "The same for the validation images.")
            .Add("TEST", Values.Boolean, s => s.Test, (s, v) => s with { Test = v }, "The same for the images to predict; a prediction has the size of the resized image.")
            .Add("RESIZE.ENABLE", Values.Boolean, s => s.Resize, (s, v) => s with { Resize = v }, "Resize images (and targets).")
            .Add("RESIZE.OUTPUT_SHAPE", Values.IntegerTuple(1, 1 << 20), s => s.ResizeShape, (s, v) => s with { ResizeShape = v }, "The new size (y, x).")
            .Add("RESIZE.ORDER", Values.Integer(0, 5), s => s.ResizeOrder, (s, v) => s with { ResizeOrder = v }, "Spline order.")
            .Add("RESIZE.MODE", Values.Text, s => s.ResizeMode, (s, v) => s with { ResizeMode = v }, "What lies outside: constant, edge, symmetric, reflect or wrap, as in NumPy's pad.")
            .Add("RESIZE.CVAL", Values.AnyNumber, s => s.ResizeConstant, (s, v) => s with { ResizeConstant = v }, "Value outside for mode constant.")
            .Add("RESIZE.CLIP", Values.Boolean, s => s.ResizeClip, (s, v) => s with { ResizeClip = v }, "Clip to the range of the input.")
            .Add("RESIZE.PRESERVE_RANGE", Values.Boolean, s => s.ResizePreserveRange, (s, v) => s with { ResizePreserveRange = v }, "Keep the intensities as they are; False makes integers fractions of their type's largest value.")
            .Add("RESIZE.ANTI_ALIASING", Values.Boolean, s => s.ResizeAntiAliasing, (s, v) => s with { ResizeAntiAliasing = v }, "Smooth before shrinking.")
            .Add("GAUSSIAN_BLUR.ENABLE", Values.Boolean, s => s.GaussianBlur, (s, v) => s with { GaussianBlur = v }, "Gaussian blur.")
            .Add("GAUSSIAN_BLUR.SIGMA", Values.Number(0, 1000), s => s.GaussianBlurSigma, (s, v) => s with { GaussianBlurSigma = v }, "Its standard deviation in pixels.")
            .Add("GAUSSIAN_BLUR.MODE", Values.Text, s => s.GaussianBlurMode, (s, v) => s with { GaussianBlurMode = v }, "What lies outside: reflect, constant (0), nearest, mirror or wrap, as in SciPy.")
            .Add("GAUSSIAN_BLUR.CHANNEL_AXIS", Values.OptionalInteger, s => s.GaussianBlurChannelAxis, (s, v) => s with { GaussianBlurChannelAxis = v }, "Axis of the channels, or None.")
            .Add("MEDIAN_BLUR.ENABLE", Values.Boolean, s => s.MedianBlur, (s, v) => s with { MedianBlur = v }, "Median filter.")
            .Add("MEDIAN_BLUR.KERNEL_SIZE", Values.IntegerTuple(1, 999), s => s.MedianBlurKernel, (s, v) => s with { MedianBlurKernel = v }, "Its size (y, x, 1); channels are filtered one by one.")
            .Add("MATCH_HISTOGRAM.ENABLE", Values.Boolean, s => s.MatchHistogram, (s, v) => s with { MatchHistogram = v }, "Give each image the intensities that the reference images have together.")
            .Add("MATCH_HISTOGRAM.REFERENCE_PATH", Values.Path, s => s.MatchHistogramReference, (s, v) => s with { MatchHistogramReference = v }, "Folder of the reference images.")
            .Add("CLAHE.ENABLE", Values.Boolean, s => s.Clahe, (s, v) => s with { Clahe = v }, "Contrast-limited adaptive histogram equalisation.")
            .Add("CLAHE.KERNEL_SIZE", Values.OptionalIntegerTuple, s => s.ClaheKernel, (s, v) => s with { ClaheKernel = v }, "Its regions (y, x) in pixels, or None for an eighth of the image.")
            .Add("CLAHE.CLIP_LIMIT", Values.Number(0, 1), s => s.ClaheClipLimit, (s, v) => s with { ClaheClipLimit = v }, "The part of a region's pixels that one of 256 greys may hold; 0 does not limit.")
            .Add("CANNY.ENABLE", Values.Boolean, s => s.Canny, (s, v) => s with { Canny = v }, "Canny edge filter: edges are 255, the rest 0, in one channel.")
            .Add("CANNY.LOW_THRESHOLD", Values.OptionalNumber, s => s.CannyLow, (s, v) => s with { CannyLow = v }, "Its lower threshold in the image's intensities, or None for a tenth of the type's largest value.")
            .Add("CANNY.HIGH_THRESHOLD", Values.OptionalNumber, s => s.CannyHigh, (s, v) => s with { CannyHigh = v }, "Its upper threshold, or None for a fifth.").Keys,
    ];
}
