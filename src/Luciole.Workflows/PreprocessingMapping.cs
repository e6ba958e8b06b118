using Luciole.Configuration;
using Luciole.Data.Augmentation;
using Luciole.Data.Discovery;
using Luciole.Data.Preprocessing;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Workflows;

/// <summary>The preprocessing that a configuration asks for.</summary>
public static class PreprocessingMapping
{
    private const string Section = "DATA.PREPROCESS.";

    private static readonly Dictionary<string, BorderRule> s_resizeModes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["constant"] = BorderRule.Constant, ["edge"] = BorderRule.Nearest, ["symmetric"] = BorderRule.Reflect, ["reflect"] = BorderRule.Mirror, ["wrap"] = BorderRule.Wrap,
    };

    private static readonly Dictionary<string, BorderRule> s_blurModes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["reflect"] = BorderRule.Reflect, ["constant"] = BorderRule.Constant, ["nearest"] = BorderRule.Nearest, ["mirror"] = BorderRule.Mirror, ["wrap"] = BorderRule.Wrap,
    };

    /// <summary>Refuses settings that no filter can be made of. Opens no image.</summary>
    /// <exception cref="InputException">A setting of a filter that is switched on is not possible, or the folder of reference images is missing or empty.</exception>
    public static void Check(DataSettings data)
    {
        if (data.Preprocess.MatchHistogram)
            _ = ImageFolder.RequireImages(data.Preprocess.MatchHistogramReference);
        foreach (var step in StepsOf(data.Preprocess, readReferences: false))
            _ = step;
    }

    /// <summary>
    /// Opens images as training, validation or prediction sees them: targets are resized, everything else goes through all filters, and
    /// both become red, green and blue where <c>DATA.FORCE_RGB</c> says so.
    /// </summary>
    /// <param name="data">The configuration.</param>
    /// <param name="enabled">Whether <c>DATA.PREPROCESS</c> is on for this purpose.</param>
    /// <param name="samples">The samples, to tell targets from raw images.</param>
    /// <exception cref="InputException">A setting is not possible, or a reference image cannot be read.</exception>
    public static Func<string, IImageSource> Opener(DataSettings data, bool enabled, IEnumerable<Sample> samples)
    {
        List<IPreprocessingStep> raw = enabled ? [.. StepsOf(data.Preprocess, readReferences: true)] : [];
        List<IPreprocessingStep> target = [.. raw.OfType<Resize>()];
        if (data.ForceRgb)
        {
            raw.Add(new ForceRgb());
            target.Add(new ForceRgb());
        }

        var (ofRaw, ofTarget) = (new PreprocessingPipeline(raw), new PreprocessingPipeline(target));
        var targets = samples.Select(s => s.TargetPath).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return path => (targets.Contains(path) ? ofTarget : ofRaw).Wrap(ImageFile.Open(path));
    }

    /// <summary>The filters that raw images go through.</summary>
    /// <param name="data">The configuration.</param>
    /// <param name="enabled">Whether <c>DATA.PREPROCESS</c> is on for this purpose.</param>
    /// <exception cref="InputException">A setting is not possible, or a reference image cannot be read.</exception>
    public static PreprocessingPipeline OfRaw(DataSettings data, bool enabled)
    {
        List<IPreprocessingStep> steps = enabled ? [.. StepsOf(data.Preprocess, readReferences: true)] : [];
        if (data.ForceRgb)
            steps.Add(new ForceRgb());
        return new PreprocessingPipeline(steps);
    }

    private static IEnumerable<IPreprocessingStep> StepsOf(PreprocessSettings settings, bool readReferences)
    {
        if (settings.Resize)
            yield return ResizeOf(settings);
        if (settings.GaussianBlur)
            yield return new GaussianFilter(settings.GaussianBlurSigma, Mode(s_blurModes, "GAUSSIAN_BLUR.MODE", settings.GaussianBlurMode));
        if (settings.MedianBlur)
            yield return MedianOf(settings.MedianBlurKernel);
        if (settings.MatchHistogram && readReferences)
            yield return HistogramOf(settings.MatchHistogramReference);
        if (settings.Clahe)
            yield return EqualizationOf(settings);
        if (settings.Canny)
            yield return EdgesOf(settings);
    }

    private static Resize ResizeOf(PreprocessSettings settings) => settings.ResizeShape.Count == 2
        ? new Resize(new ResizeOptions
        {
            Height = settings.ResizeShape[0],
            Width = settings.ResizeShape[1],
            Order = settings.ResizeOrder,
            Border = Mode(s_resizeModes, "RESIZE.MODE", settings.ResizeMode),
            Constant = settings.ResizeConstant,
            Clip = settings.ResizeClip,
            PreserveRange = settings.ResizePreserveRange,
            AntiAliasing = settings.ResizeAntiAliasing,
        })
        : throw new InputException($"{Section}RESIZE.OUTPUT_SHAPE: {Tuple(settings.ResizeShape)} is no size of an image; write (y, x), for instance (512, 512).");

    private static MedianFilter MedianOf(IReadOnlyList<int> kernel) => kernel.Count == 2 || (kernel.Count == 3 && kernel[2] == 1)
        ? new MedianFilter(kernel[0], kernel[1])
        : throw new InputException($"{Section}MEDIAN_BLUR.KERNEL_SIZE: {Tuple(kernel)} is not (y, x, 1); channels are filtered one by one, so write for instance (3, 3, 1).");

    private static HistogramMatching HistogramOf(string folder) => HistogramMatching.Of(ImageFolder.RequireImages(folder).Select(Opened));

    // Each image is closed when the next is asked for.
    private static IImageSource Opened(string path)
    {
        using var image = ImageFile.Open(path);
        return ImageArray.Load(image);
    }

    private static AdaptiveHistogramEqualization EqualizationOf(PreprocessSettings settings) => settings.ClaheKernel switch
    {
        null => new AdaptiveHistogramEqualization(null, null, settings.ClaheClipLimit),
        [var side] when side > 0 => new AdaptiveHistogramEqualization(side, side, settings.ClaheClipLimit),
        [var height, var width, ..] kernel when height > 0 && width > 0 && kernel.Skip(2).All(k => k == 1) => new AdaptiveHistogramEqualization(height, width, settings.ClaheClipLimit),
        var other => throw new InputException($"{Section}CLAHE.KERNEL_SIZE: {Tuple(other)} is no region of an image; write (y, x) in pixels, or None for an eighth of the image."),
    };

    private static CannyEdges EdgesOf(PreprocessSettings settings) => !(settings.CannyHigh < settings.CannyLow)
        ? new CannyEdges(settings.CannyLow, settings.CannyHigh)
        : throw new InputException($"{Section}CANNY.LOW_THRESHOLD: {settings.CannyLow} is above HIGH_THRESHOLD {settings.CannyHigh}; exchange or change them.");

    private static BorderRule Mode(Dictionary<string, BorderRule> modes, string key, string mode) => modes.TryGetValue(mode, out var border)
        ? border
        : throw new InputException($"{Section}{key}: {mode} is no such mode; write {string.Join(", ", modes.Keys.SkipLast(1))} or {modes.Keys.Last()}.");

    private static string Tuple(IReadOnlyList<int> numbers) => $"({string.Join(", ", numbers)})";
}
