using Luciole.Configuration;
using Luciole.Data.Augmentation;
using Luciole.Data.RandomStreams;
using Luciole.Files;

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
        Assert.Null(Pipeline(["AUGMENTOR.ENABLE=False", "DATA.PATCH_SIZE=(64, 64, 3)", .. Switches.Where(s => s != "GAMMA_CONTRAST").Select(s => $"AUGMENTOR.{s}=True")]));
        Assert.Null(Pipeline("AUGMENTOR.ENABLE=True"));
    }

    [Theory]
    [InlineData("(-1,)", 1)]
    [InlineData("(3, 3)", 1)]
    [InlineData("(1, 4)", 0.25)]
    public void The_shape_of_a_pixel_shapes_what_is_cut_out(string resolution, double expected)
    {
        var pipeline = Pipeline(
            "AUGMENTOR.ENABLE=True", "AUGMENTOR.DA_PROB=1", "AUGMENTOR.CUTOUT=True", "AUGMENTOR.COUT_NB_ITERATIONS=(1, 1)", "AUGMENTOR.COUT_SIZE=(0.5, 0.5)", $"DATA.TRAIN.RESOLUTION={resolution}");
        var image = new float[64 * 64];
        Array.Fill(image, 1);
        var pair = new AugmentedPair(image, null, 64, 64);
        pipeline!.Apply(pair, new SampleRandom(1));
        var cut = Enumerable.Range(0, 64 * 64).Where(i => pair.Image[i] == 0).ToList();
        var (rows, columns) = (cut.Select(i => i / 64).Distinct().Count(), cut.Select(i => i % 64).Distinct().Count());
        Assert.Equal((32, 32 * expected), (rows, columns));
    }

    [Theory]
    [InlineData("(1, -1)")]
    [InlineData("(1, 2, 3)")]
    public void A_pixel_without_height_and_width_is_refused(string resolution)
    {
        var error = Assert.Throws<InputException>(() => Pipeline("AUGMENTOR.ENABLE=True", "AUGMENTOR.CUTOUT=True", $"DATA.TRAIN.RESOLUTION={resolution}"));
        Assert.StartsWith("DATA.TRAIN.RESOLUTION: ", error.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<AugmentationStep> Steps(string wanted)
    {
        string[] overrides = ["AUGMENTOR.ENABLE=True", "DATA.NORMALIZATION.TYPE=div", "DATA.PATCH_SIZE=(64, 64, 3)", wanted];
        return AugmentationMapping.Steps(Read(overrides).Augmentor, [-1]).Select(a => a.Step);
    }

    private static AugmentationPipeline? Pipeline(params string[] overrides)
    {
        var settings = Read(overrides);
        return AugmentationMapping.Pipeline(settings.Augmentor, settings.Data.Train.Resolution);
    }

    private static LucioleConfiguration Read(params string[] overrides) =>
        ConfigurationReader.ReadText("{PROBLEM: {TYPE: IMAGE_TO_IMAGE}, MODEL: {ARCHITECTURE: unetr, DROPOUT_VALUES: [0.0]}}", "test.yaml", overrides).Configuration;
}
