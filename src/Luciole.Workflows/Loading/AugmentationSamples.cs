using Luciole.Data.Augmentation;
using Luciole.Data.Loading;
using Luciole.Files;

namespace Luciole.Workflows;

/// <summary>
/// <c>AUGMENTOR.AUG_SAMPLES</c>: what augmentation does to some training patches, in groups of four TIFF files: raw and target as they are, and
/// augmented, named <c>{i}_{position}_orig_x</c>, <c>..._orig_y</c>, <c>..._x</c> and <c>..._y</c> with the augmentations behind.
/// Each pair of pictures shares its scale.
/// </summary>
internal static class AugmentationSamples
{
    private const double Black = 0.1;
    private const double White = 99.9;

    /// <summary>Writes the groups.</summary>
    /// <param name="loader">Makes the patches.</param>
    /// <param name="folder">Where they go; made when it is missing.</param>
    /// <param name="count">How many groups (<c>AUGMENTOR.AUG_NUM_SAMPLES</c>).</param>
    /// <param name="drawGrid">Whether lines show how pixels move (<c>AUGMENTOR.DRAW_GRID</c>).</param>
    /// <param name="augmentations">The end of the names: <see cref="AugmentationNames"/>.</param>
    /// <exception cref="InputException">A file cannot be written, or an image is damaged.</exception>
    public static void Write(SampleLoader loader, string folder, int count, bool drawGrid, string augmentations)
    {
        var number = 0;
        foreach (var (_, position, original, augmented) in loader.Examples(count, drawGrid))
        {
            var start = Path.Combine(folder, $"{number}_{position}_");
            WriteBoth(start, $"x{augmentations}.tif", original.Image, augmented.Image, original);
            if (original.Target is { } target)
                WriteBoth(start, $"y{augmentations}.tif", target, augmented.Target!, original);
            number++;
        }
    }

    private static void WriteBoth(string start, string end, float[] original, float[] augmented, AugmentedPair size)
    {
        var (black, white) = Imaging.Png.Contrast.Percentiles(original, Black, White);
        PatchPicture.WriteGrey($"{start}orig_{end}", original, size.Height, size.Width, black, white);
        PatchPicture.WriteGrey($"{start}{end}", augmented, size.Height, size.Width, black, white);
    }
}
