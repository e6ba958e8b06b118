using System.Text;
using Luciole.Configuration;

namespace Luciole.Workflows.Tests;

public sealed class AugmentationNamesTests
{
    [Fact]
    public void The_nucleus_template_has_the_name_that_the_reference_gives_it()
    {
        var settings = new AugmentorSettings
        {
            Rotate90 = true, Rotate = true, FlipVertical = true, FlipHorizontal = true, Elastic = true, Brightness = true, Contrast = true, GridMask = true, GridSize = new NumberRange(0.2, 0.6),
        };
        Assert.Equal(
            "_rot[90,180,270]_rrot(-180,180)_vflip_hflip_elastic(12,16)+4+constant_brightness(-0.1,0.1)_contrast(-0.1,0.1)_gridmask0.6+(0.2,0.6)+1+False",
            AugmentationNames.Of(settings));
        Assert.Equal("", AugmentationNames.Of(new AugmentorSettings()));
    }

    [Fact]
    public void Every_switch_has_its_word_and_no_name_is_too_long_for_a_file()
    {
        string[] switches =
        [
            "GRAYSCALE", "CHANNEL_SHUFFLE", "ZOOM", "RANDOM_ROT", "ROT90", "CUTBLUR", "CUTMIX", "CUTNOISE", "MISALIGNMENT", "BRIGHTNESS", "CONTRAST", "GAMMA_CONTRAST",
            "GAUSSIAN_NOISE", "POISSON_NOISE", "SALT", "PEPPER", "SALT_AND_PEPPER", "MISSING_SECTIONS", "GRIDMASK", "CUTOUT", "SHEAR", "SHIFT", "VFLIP", "HFLIP", "ELASTIC",
            "G_BLUR", "MEDIAN_BLUR", "MOTION_BLUR", "DROPOUT",
        ];
        var names = switches.Select(name => AugmentationNames.Of(Read($"AUGMENTOR.{name}=True"))).ToList();
        Assert.All(names, name => Assert.Matches("^_[a-z]+", name));
        Assert.Equal(switches.Length, names.Distinct().Count());
        var all = AugmentationNames.Of(Read([.. switches.Select(name => $"AUGMENTOR.{name}=True")]));
        Assert.EndsWith("_and_more", all, StringComparison.Ordinal);
        Assert.InRange(Encoding.UTF8.GetByteCount($"99999_10000000_orig_x{all}.tif"), 100, 255);
    }

    private static AugmentorSettings Read(params string[] overrides) => ConfigurationReader.ReadText(
        "{PROBLEM: {TYPE: IMAGE_TO_IMAGE}, MODEL: {ARCHITECTURE: unetr, DROPOUT_VALUES: [0.0]}, DATA: {PATCH_SIZE: \"(64, 64, 3)\", NORMALIZATION: {TYPE: div}}}", "test.yaml", overrides).Configuration.Augmentor;
}
