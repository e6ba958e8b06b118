using Luciole.Data.Augmentation;
using Luciole.Data.RandomStreams;
using Luciole.Files;

namespace Luciole.Data.Tests.Augmentation;

/// <summary>What holds for every augmentation.</summary>
public sealed class EveryAugmentationTests
{
    private const int Height = 40;
    private const int Width = 40;

    private static readonly AugmentationStep[] Geometric =
    [
        AugmentationStep.Zoom, AugmentationStep.RandomRotation, AugmentationStep.QuarterTurn, AugmentationStep.CutMix, AugmentationStep.Misalignment,
        AugmentationStep.Shear, AugmentationStep.Shift, AugmentationStep.VerticalFlip, AugmentationStep.HorizontalFlip, AugmentationStep.Elastic,
    ];

    public static TheoryData<IAugmentation> All { get; } =
    [
        new Grayscale(), new ChannelShuffle(), new Zoom(), new RandomRotation(), new QuarterTurn(), new CutBlur(), new CutMix(), new CutNoise(), new Misalignment(),
        new Brightness(), new Contrast(), new GammaContrast(), new GaussianNoise(), new PoissonNoise(), new Salt(), new Pepper(), new SaltAndPepper(),
        new MissingSections(1, 4), new GridMask(), new Cutout(), new Shear(), new Shift(), new VerticalFlip(), new HorizontalFlip(), new ElasticDistortion(),
        new GaussianBlur(), new MedianBlur(), new MotionBlur(), new Dropout(),
    ];

    public static TheoryData<string, Func<IAugmentation>> Wrong { get; } = new()
    {
        { "RANDOM_ROT_RANGE", () => new RandomRotation(10, -10) },
        { "RANDOM_ROT_RANGE", () => new RandomRotation(-720, 0) },
        { "GRID_RATIO", () => new GridMask(ratio: 1.2) },
        { "GRID_D_RANGE", () => new GridMask(smallest: 0.8, largest: 0.4) },
        { "GRID_ROTATE", () => new GridMask(rotate: -0.1) },
        { "E_ALPHA", () => new ElasticDistortion(16, 12) },
        { "E_ALPHA", () => new ElasticDistortion(double.NaN, 12) },
        { "E_SIGMA", () => new ElasticDistortion(sigma: 0) },
        { "ZOOM_RANGE", () => new Zoom(0, 1) },
        { "SHEAR_RANGE", () => new Shear(-90, 20) },
        { "SHIFT_RANGE", () => new Shift(0, 1.5) },
        { "MS_DISPLACEMENT", () => new Misalignment(-1) },
        { "MS_ROTATE_RATIO", () => new Misalignment(16, 2) },
        { "CMIX_SIZE", () => new CutMix(0.4, 0.2) },
        { "COUT_NB_ITERATIONS", () => new Cutout(3, 1) },
        { "COUT_SIZE", () => new Cutout(largest: 2) },
        { "COUT_CVAL", () => new Cutout(value: double.NaN) },
        { "RESOLUTION", () => new Cutout(pixelWidth: 0) },
        { "CNOISE_SCALE", () => new CutNoise(-1, 1) },
        { "CNOISE_NB_ITERATIONS", () => new CutNoise(fewest: -1) },
        { "CNOISE_SIZE", () => new CutNoise(smallest: double.PositiveInfinity) },
        { "CBLUR_SIZE", () => new CutBlur(-0.1, 0.5) },
        { "CBLUR_DOWN_RANGE", () => new CutBlur(least: 0) },
        { "G_SIGMA", () => new GaussianBlur(2, 1) },
        { "MB_KERNEL", () => new MedianBlur(0, 7) },
        { "MB_KERNEL", () => new MedianBlur(4, 4) },
        { "MOTB_K_RANGE", () => new MotionBlur(12, 8) },
        { "GC_GAMMA", () => new GammaContrast(-1, 1) },
        { "DROP_RANGE", () => new Dropout(0, 1.1) },
        { "SALT_AMOUNT", () => new Salt(-0.1) },
        { "PEPPER_AMOUNT", () => new Pepper(2) },
        { "SALT_AND_PEPPER_AMOUNT", () => new SaltAndPepper(double.NaN) },
        { "SALT_AND_PEPPER_PROP", () => new SaltAndPepper(0.1, 3) },
        { "GAUSSIAN_NOISE_VAR", () => new GaussianNoise(0, -1) },
        { "GAUSSIAN_NOISE_MEAN", () => new GaussianNoise(double.NegativeInfinity) },
        { "MISSP_ITERATIONS", () => new MissingSections(30, 10) },
    };

    /// <summary>Settings that ask for no change.</summary>
    public static TheoryData<IAugmentation> Idle { get; } =
    [
        new Zoom(1, 1), new RandomRotation(0, 0), new RandomRotation(360, 360), new Misalignment(0), new Brightness(0, 0), new Contrast(0, 0), new GaussianNoise(0, 0),
        new Salt(0), new Pepper(0), new SaltAndPepper(0), new GridMask(ratio: 1), new Cutout(0, 0), new CutNoise(0, 0), new CutNoise(fewest: 0, most: 0), new CutBlur(least: 1, most: 1),
        new Shear(0, 0), new Shift(0, 0), new ElasticDistortion(0, 0), new GaussianBlur(0, 0), new MedianBlur(1, 1), new MotionBlur(1, 1), new Dropout(0, 0),
    ];

    [Fact]
    public void Every_step_has_its_augmentation() =>
        Assert.Equal(Enum.GetValues<AugmentationStep>(), All.Select(row => row.Data.Step).Order());

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void Geometry_is_the_same_for_image_and_target_and_the_rest_is_for_the_image(IAugmentation augmentation)
    {
        var before = TestImages.Noise(Height, Width, 3);
        var changed = 0;
        for (var seed = 0; seed < 12; seed++)
        {
            var pair = Apply(augmentation, before, before, seed);
            Assert.All(pair.Image, value => Assert.True(float.IsFinite(value)));
            Assert.Equal(before.Length, pair.Image.Length);
            Assert.Equal(Geometric.Contains(augmentation.Step) ? pair.Image : before, pair.Target);
            changed += pair.Image.SequenceEqual(before) ? 0 : 1;
        }

        Assert.InRange(changed, 8, 12);
    }

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void The_same_stream_gives_the_same_result(IAugmentation augmentation)
    {
        var before = TestImages.Noise(Height, Width, 3);
        Assert.Equal(Apply(augmentation, before, null, 5).Image, Apply(augmentation, before, null, 5).Image);
    }

    [Theory]
    [MemberData(nameof(All), DisableDiscoveryEnumeration = true)]
    public void Tiny_images_are_no_trouble(IAugmentation augmentation)
    {
        foreach (var (height, width) in new[] { (1, 1), (2, 2), (1, 7), (5, 1), (3, 2) })
        {
            if (height != width && augmentation.Step == AugmentationStep.QuarterTurn)
                continue;
            for (var seed = 0; seed < 4; seed++)
            {
                var image = TestImages.Noise(height, width, 3);
                var pair = new AugmentedPair([.. image], [.. image], height, width) { DrawAnother = _ => new AugmentedPair(image, image, height, width) };
                augmentation.Apply(pair, new SampleRandom(seed));
                Assert.All(pair.Image, value => Assert.True(float.IsFinite(value)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Idle), DisableDiscoveryEnumeration = true)]
    public void Strength_0_changes_nothing(IAugmentation augmentation)
    {
        var before = TestImages.Noise(Height, Width, 2);
        for (var seed = 0; seed < 5; seed++)
        {
            var pair = Apply(augmentation, before, before, seed);
            TestImages.Near(before, pair.Image, 1e-6);
            TestImages.Near(before, pair.Target!, 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(Wrong), DisableDiscoveryEnumeration = true)]
    public void Settings_that_make_no_sense_are_refused_by_their_key(string key, Func<IAugmentation> make)
    {
        var message = Assert.Throws<InputException>(make).Message;
        Assert.Contains(key, message);
        Assert.DoesNotContain(". ", message);
        Assert.EndsWith(".", message);
    }

    [Fact]
    public void All_together_run_in_the_references_order()
    {
        var before = TestImages.Noise(Height, Width, 3);
        var pipeline = new AugmentationPipeline(All.Select(row => row.Data).Reverse(), 1);
        var pairs = Enumerable.Range(0, 2).Select(_ =>
        {
            var pair = new AugmentedPair([.. before], [.. before], Height, Width) { DrawAnother = _ => new AugmentedPair(before, before, Height, Width) };
            pipeline.Apply(pair, new SampleRandom(8, 1, 2));
            return pair;
        }).ToList();
        Assert.Equal(pairs[0].Image, pairs[1].Image);
        Assert.Equal(pairs[0].Target, pairs[1].Target);
        Assert.All(pairs[0].Image, value => Assert.True(float.IsFinite(value)));
    }

    private static AugmentedPair Apply(IAugmentation augmentation, float[] image, float[]? target, int seed)
    {
        var other = TestImages.Noise(Height, Width, image.Length / (Height * Width), seed: 99);
        var pair = new AugmentedPair([.. image], target is null ? null : [.. target], Height, Width)
        {
            DrawAnother = _ => new AugmentedPair(other, target is null ? null : other, Height, Width),
        };
        augmentation.Apply(pair, new SampleRandom(4, seed));
        return pair;
    }
}
