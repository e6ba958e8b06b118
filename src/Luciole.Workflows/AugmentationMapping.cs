using Luciole.Configuration;
using Luciole.Data.Augmentation;
using Luciole.Files;

namespace Luciole.Workflows;

/// <summary>The augmentations that a configuration switches on.</summary>
internal static class AugmentationMapping
{
    /// <summary>The pipeline, or null when nothing is switched on. Its steps bring themselves into order.</summary>
    /// <param name="settings">The section.</param>
    /// <param name="pixelSize"><c>DATA.TRAIN.RESOLUTION</c>, (y, x); -1: square pixels.</param>
    /// <exception cref="InputException">A range is impossible; the message names the key.</exception>
    public static AugmentationPipeline? Pipeline(AugmentorSettings settings, IReadOnlyList<double> pixelSize)
    {
        if (!settings.Enable)
            return null;
        var steps = Steps(settings, pixelSize);
        return steps.Count == 0 ? null : new AugmentationPipeline(steps, settings.Probability);
    }

    /// <summary>The steps that are switched on, in no particular order.</summary>
    public static IReadOnlyList<IAugmentation> Steps(AugmentorSettings settings, IReadOnlyList<double> pixelSize) =>
        [.. Geometric(settings), .. Photometric(settings), .. Noise(settings), .. Removing(settings, pixelSize)];

    private static IEnumerable<IAugmentation> Geometric(AugmentorSettings s)
    {
        var border = BorderOf(s.AffineBorder);
        if (s.Zoom)
            yield return new Zoom(s.ZoomRange.Lower, s.ZoomRange.Upper, border);
        if (s.Rotate)
            yield return new RandomRotation((int)s.RotateRange.Lower, (int)s.RotateRange.Upper, border);
        if (s.Rotate90)
            yield return new QuarterTurn();
        if (s.Misalignment)
            yield return new Misalignment(s.MisalignmentPixels, s.MisalignmentRotateRatio);
        if (s.Shear)
            yield return new Shear(s.ShearRange.Lower, s.ShearRange.Upper, border);
        if (s.Shift)
            yield return new Shift(s.ShiftRange.Lower, s.ShiftRange.Upper, border);
        if (s.FlipVertical)
            yield return new VerticalFlip();
        if (s.FlipHorizontal)
            yield return new HorizontalFlip();
        if (s.Elastic)
            yield return new ElasticDistortion(s.ElasticAlpha.Lower, s.ElasticAlpha.Upper, s.ElasticSigma, BorderOf(s.ElasticBorder));
        if (s.CutMix)
            yield return new CutMix(s.CutMixSize.Lower, s.CutMixSize.Upper);
    }

    private static IEnumerable<IAugmentation> Photometric(AugmentorSettings s)
    {
        if (s.Grayscale)
            yield return new Grayscale();
        if (s.ChannelShuffle)
            yield return new ChannelShuffle();
        if (s.CutBlur)
            yield return new CutBlur(s.CutBlurSize.Lower, s.CutBlurSize.Upper, (int)s.CutBlurFactor.Lower, (int)s.CutBlurFactor.Upper, s.CutBlurInside);
        if (s.Brightness)
            yield return new Brightness(s.BrightnessRange.Lower, s.BrightnessRange.Upper);
        if (s.Contrast)
            yield return new Contrast(s.ContrastRange.Lower, s.ContrastRange.Upper);
        if (s.Gamma)
            yield return new GammaContrast(s.GammaRange.Lower, s.GammaRange.Upper);
        if (s.GaussianBlur)
            yield return new GaussianBlur(s.GaussianSigma.Lower, s.GaussianSigma.Upper);
        if (s.MedianBlur)
            yield return new MedianBlur(s.MedianKernel.Lower, s.MedianKernel.Upper);
        if (s.MotionBlur)
            yield return new MotionBlur(s.MotionKernel.Lower, s.MotionKernel.Upper);
    }

    private static IEnumerable<IAugmentation> Noise(AugmentorSettings s)
    {
        if (s.CutNoise)
            yield return new CutNoise(s.CutNoiseScale.Lower, s.CutNoiseScale.Upper, s.CutNoiseCount.Lower, s.CutNoiseCount.Upper, s.CutNoiseSize.Lower, s.CutNoiseSize.Upper);
        if (s.GaussianNoise)
            yield return new GaussianNoise(s.GaussianNoiseMean, s.GaussianNoiseVariance, s.GaussianNoiseFromImage);
        if (s.PoissonNoise)
            yield return new PoissonNoise();
        if (s.Salt)
            yield return new Salt(s.SaltAmount);
        if (s.Pepper)
            yield return new Pepper(s.PepperAmount);
        if (s.SaltAndPepper)
            yield return new SaltAndPepper(s.SaltAndPepperAmount, s.SaltProportion);
    }

    private static IEnumerable<IAugmentation> Removing(AugmentorSettings s, IReadOnlyList<double> pixelSize)
    {
        if (s.MissingSections)
            yield return new MissingSections(s.MissingSectionsThickness.Lower, s.MissingSectionsThickness.Upper);
        if (s.GridMask)
            yield return new GridMask(s.GridRatio, s.GridSize.Lower, s.GridSize.Upper, s.GridRotate, s.GridInvert);
        if (s.Cutout)
        {
            var (height, width) = PixelOf(pixelSize);
            yield return new Cutout(s.CutoutCount.Lower, s.CutoutCount.Upper, s.CutoutSize.Lower, s.CutoutSize.Upper, s.CutoutValue, s.CutoutTarget, height, width);
        }

        if (s.Dropout)
            yield return new Dropout(s.DropoutRange.Lower, s.DropoutRange.Upper);
    }

    private static (double Height, double Width) PixelOf(IReadOnlyList<double> size) => size switch
    {
        [-1] => (1, 1),
        [var y, var x] => (y, x),
        _ => throw new InputException($"DATA.TRAIN.RESOLUTION: ({string.Join(", ", size)}) is not the size of a pixel along y and x; give two numbers."),
    };

    private static BorderRule BorderOf(BorderMode mode) => mode switch
    {
        BorderMode.Nearest => BorderRule.Nearest,
        BorderMode.Reflect => BorderRule.Reflect,
        BorderMode.Mirror => BorderRule.Mirror,
        BorderMode.Wrap => BorderRule.Wrap,
        _ => BorderRule.Constant,
    };
}
