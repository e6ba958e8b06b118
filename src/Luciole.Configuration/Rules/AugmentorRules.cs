namespace Luciole.Configuration;

/// <summary>Augmentations must fit the normalisation and the patch.</summary>
internal static class AugmentorRules
{
    public static void Check(LucioleConfiguration configuration, ConfigurationRules rules)
    {
        var augmentor = configuration.Augmentor;
        if (!augmentor.Enable)
            return;
        if (augmentor.Gamma && configuration.Data.Normalization.Type == NormalizationType.ZeroMeanUnitVariance)
            rules.RefuseEither("AUGMENTOR.GAMMA_CONTRAST", "DATA.NORMALIZATION.TYPE", "works on intensities from 0 to 1, so it cannot be combined with DATA.NORMALIZATION.TYPE: zero_mean_unit_variance; take BRIGHTNESS and CONTRAST, or div or scale_range");
        if (augmentor.Grayscale && configuration.Data.PatchSize.Channels != 3)
            rules.RefuseEither("AUGMENTOR.GRAYSCALE", "DATA.PATCH_SIZE", $"needs three channels, but DATA.PATCH_SIZE has {configuration.Data.PatchSize.Channels}; set it to False");
        if (augmentor.GridMask && Math.Min(configuration.Data.PatchSize.Height, configuration.Data.PatchSize.Width) * augmentor.GridSize.Upper < 1)
            rules.Refuse("AUGMENTOR.GRID_D_RANGE", $"makes grid cells of less than a pixel in the patch of {configuration.Data.PatchSize.Height} x {configuration.Data.PatchSize.Width}; write for instance (0.4, 1)");
        if (augmentor.MedianBlur && augmentor.MedianKernel.Lower == augmentor.MedianKernel.Upper && augmentor.MedianKernel.Lower % 2 == 0)
            rules.Refuse("AUGMENTOR.MB_KERNEL", $"holds no odd size; {NearestValues.Odd(augmentor.MedianKernel.Lower)}");
    }
}
