using Luciole.Configuration;
using Luciole.Data.Augmentation;
using Luciole.Files;

namespace Luciole.Workflows;

/// <summary>The augmentations that a configuration switches on.</summary>
internal static class AugmentationMapping
{
    public static AugmentationPipeline? Pipeline(AugmentorSettings settings)
    {
        if (!settings.Enable)
            return null;
        var steps = new List<IAugmentation>();
        if (settings.Rotate90)
            steps.Add(new QuarterTurn());
        if (settings.Brightness)
            steps.Add(new Brightness(settings.BrightnessRange.Lower, settings.BrightnessRange.Upper));
        if (settings.Contrast)
            steps.Add(new Contrast(settings.ContrastRange.Lower, settings.ContrastRange.Upper));
        if (settings.FlipVertical)
            steps.Add(new VerticalFlip());
        if (settings.FlipHorizontal)
            steps.Add(new HorizontalFlip());
        return steps.Count == 0 ? null : new AugmentationPipeline(steps, settings.Probability);
    }

    /// <summary>Refuses augmentations that are switched on but not available.</summary>
    public static void RequireAvailable(AugmentorSettings s)
    {
        if (!s.Enable)
            return;
        (bool On, string Key)[] later =
        [
            (s.Rotate, "RANDOM_ROT"), (s.Shear, "SHEAR"), (s.Zoom, "ZOOM"), (s.Shift, "SHIFT"), (s.Elastic, "ELASTIC"), (s.GaussianBlur, "G_BLUR"),
            (s.MedianBlur, "MEDIAN_BLUR"), (s.MotionBlur, "MOTION_BLUR"), (s.Gamma, "GAMMA_CONTRAST"), (s.Dropout, "DROPOUT"), (s.Cutout, "CUTOUT"),
            (s.CutBlur, "CUTBLUR"), (s.CutMix, "CUTMIX"), (s.CutNoise, "CUTNOISE"), (s.Misalignment, "MISALIGNMENT"), (s.MissingSections, "MISSING_SECTIONS"),
            (s.Grayscale, "GRAYSCALE"), (s.ChannelShuffle, "CHANNEL_SHUFFLE"), (s.GridMask, "GRIDMASK"), (s.GaussianNoise, "GAUSSIAN_NOISE"),
            (s.PoissonNoise, "POISSON_NOISE"), (s.Salt, "SALT"), (s.Pepper, "PEPPER"), (s.SaltAndPepper, "SALT_AND_PEPPER"),
        ];
        var wanted = later.Where(l => l.On).Select(l => $"AUGMENTOR.{l.Key}").ToList();
        if (wanted.Count > 0)
            throw new InputException($"{string.Join(", ", wanted)}: not available for training in this version; available are ROT90, VFLIP, HFLIP, BRIGHTNESS and CONTRAST, so set the others to False.");
    }
}
