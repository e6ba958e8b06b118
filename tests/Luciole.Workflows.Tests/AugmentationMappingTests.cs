using Luciole.Configuration;
using Luciole.Data.Augmentation;

namespace Luciole.Workflows.Tests;

public sealed class AugmentationMappingTests
{
    private static readonly string[] Switches =
    [
        "GRAYSCALE", "CHANNEL_SHUFFLE", "ZOOM", "RANDOM_ROT", "ROT90", "CUTBLUR", "CUTMIX", "CUTNOISE", "MISALIGNMENT", "BRIGHTNESS", "CONTRAST", "GAMMA_CONTRAST",
        "GAUSSIAN_NOISE", "POISSON_NOISE", "SALT", "PEPPER", "SALT_AND_PEPPER", "MISSING_SECTIONS", "GRIDMASK", "CUTOUT", "SHEAR", "SHIFT", "VFLIP", "HFLIP", "ELASTIC",
        "G_BLUR", "MEDIAN_BLUR", "MOTION_BLUR", "DROPOUT",
    ];

    [Fact]
    public void Every_switch_puts_its_own_step_into_the_pipeline()
    {
        var steps = Switches.Select(name => Assert.Single(Steps($"AUGMENTOR.{name}=True"))).ToList();
        Assert.Equal(Enum.GetValues<AugmentationStep>().Order(), steps.Order());
    }

    [Fact]
    public void Nothing_is_changed_unless_augmentation_is_enabled()
    {
        Assert.Null(AugmentationMapping.Pipeline(Read(["AUGMENTOR.ENABLE=False", "DATA.PATCH_SIZE=(64, 64, 3)", .. Switches.Where(s => s != "GAMMA_CONTRAST").Select(s => $"AUGMENTOR.{s}=True")]).Augmentor));
        Assert.Null(AugmentationMapping.Pipeline(Read("AUGMENTOR.ENABLE=True").Augmentor));
    }

    private static IEnumerable<AugmentationStep> Steps(string wanted)
    {
        string[] overrides = ["AUGMENTOR.ENABLE=True", "DATA.NORMALIZATION.TYPE=div", "DATA.PATCH_SIZE=(64, 64, 3)", wanted];
        return AugmentationMapping.Steps(Read(overrides).Augmentor).Select(a => a.Step);
    }

    private static LucioleConfiguration Read(params string[] overrides) =>
        ConfigurationReader.ReadText("{PROBLEM: {TYPE: IMAGE_TO_IMAGE}, MODEL: {ARCHITECTURE: unetr, DROPOUT_VALUES: [0.0]}}", "test.yaml", overrides).Configuration;
}
