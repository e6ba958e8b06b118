using Luciole.Data.Normalization;
using Luciole.Data.Patches;
using Luciole.Files;
using Luciole.Imaging.Pixels;
using Luciole.Models;
using Luciole.Torch;

namespace Luciole.Inference.Tests;

public sealed class ImagePredictorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(16, 16, 1)]
    [InlineData(50, 37, 20)]
    [InlineData(9, 40, 8)]
    public void A_network_that_returns_its_input_returns_the_image(int height, int width, int patches)
    {
        using var model = new Echo();
        var image = Image(height, width);
        var predictor = new ImagePredictor(model, Settings() with { BatchSize = 3 });
        Assert.Equal(patches, predictor.PatchCount(height, width));
        var told = 0;
        using var predicted = predictor.Predict(image, n => told += n);
        Assert.Equal(patches, told);
        var raw = predicted.ToArray(OutputScale.Raw(predicted.RawNormalizer));
        Compare.RelativeToLargest(image.ToSingle(), raw, 1e-4, "echo");
        Assert.False(model.IsTraining);
    }

    [Fact]
    public void A_small_memory_budget_gives_the_same()
    {
        using var model = new Echo();
        var image = Image(70, 60);
        using var whole = new ImagePredictor(model, Settings()).Predict(image);
        using var spooled = new ImagePredictor(model, Settings() with { MemoryBudget = 0, ScratchFolder = _folder.FullName }).Predict(image);
        Assert.Equal(whole.ToArray(OutputScale.Normalised), spooled.ToArray(OutputScale.Normalised));
        Assert.Empty(Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public void Eight_orientations_of_an_echo_are_the_image()
    {
        using var model = new Echo();
        var image = Image(40, 40);
        using var plain = new ImagePredictor(model, Settings()).Predict(image);
        using var eightfold = new ImagePredictor(model, Settings() with { EightOrientations = OrientationMerge.Mean }).Predict(image);
        Compare.RelativeToLargest(plain.ToArray(OutputScale.Normalised), eightfold.ToArray(OutputScale.Normalised), 1e-6, "eightfold");
    }

    [Theory]
    [InlineData(OrientationMerge.Mean)]
    [InlineData(OrientationMerge.Minimum)]
    [InlineData(OrientationMerge.Maximum)]
    public void Eight_orientations_are_merged_patch_by_patch_in_images_that_are_not_square_with_several_channels(OrientationMerge merge)
    {
        // Two by three patches side by side; the network multiplies by maps without symmetry, one for each output channel.
        const int Side = 4;
        float[][] maps = [[.. Enumerable.Range(0, Side * Side).Select(i => i - 5.25f)], [.. Enumerable.Range(0, Side * Side).Select(i => (i * 7 % 16) * 0.5f)]];
        using var model = new Weighted(Side, maps);
        var image = Image(2 * Side, 3 * Side);
        var settings = Settings() with { Patch = PatchShape.Square(Side), Layout = PatchLayout.Plain, BatchSize = 4 };
        using var echo = new Echo();
        using var plain = new ImagePredictor(echo, settings).Predict(image);
        using var predicted = new ImagePredictor(model, settings with { EightOrientations = merge }).Predict(image);
        var (input, actual) = (plain.ToArray(OutputScale.Normalised), predicted.ToArray(OutputScale.Normalised));
        var weights = maps.Select(m => Dihedral.Weights(m, Side)).ToArray();
        var expected = new float[actual.Length];
        for (var i = 0; i < input.Length; i++)
        {
            var place = (i / (3 * Side) % Side * Side) + (i % Side);
            for (var c = 0; c < 2; c++)
                expected[(2 * i) + c] = Dihedral.Merge(weights[c].Select(w => w[place] * input[i]), merge);
        }

        Assert.Equal(2, predicted.Channels);
        Compare.RelativeToLargest(expected, actual, 1e-5, merge.ToString());
    }

    [Fact]
    public void Patches_that_are_not_square_are_turned_by_networks_of_any_size_only()
    {
        var settings = Settings() with { Patch = new PatchShape(8, 16), EightOrientations = OrientationMerge.Mean };
        using var any = new Echo();
        var image = Image(30, 40);
        using var predicted = new ImagePredictor(any, settings).Predict(image);
        Compare.RelativeToLargest(image.ToSingle(), predicted.ToArray(OutputScale.Raw(predicted.RawNormalizer)), 1e-4, "echo");
        using var fixedSize = new Weighted(16, [new float[256]]);
        Assert.Contains("TEST.AUGMENTATION", Assert.Throws<InputException>(() => new ImagePredictor(fixedSize, settings)).Message);
    }

    [Fact]
    public void The_normalisation_is_that_of_the_whole_image()
    {
        using var model = new Echo();
        var image = Image(50, 37);
        using var predicted = new ImagePredictor(model, Settings()).Predict(image);
        var normalised = predicted.ToArray(OutputScale.Normalised);
        Assert.Equal(0, normalised.Average(v => (double)v), 1e-4);
        Assert.Equal(1, normalised.Average(v => (double)v * v), 1e-3);
    }

    [Fact]
    public void An_image_smaller_than_the_patch_needs_reflection()
    {
        using var model = new Echo();
        var error = Assert.Throws<InputException>(() => new ImagePredictor(model, Settings() with { ReflectToPatch = false }).Predict(Image(10, 40)));
        Assert.Contains("DATA.REFLECT_TO_COMPLETE_SHAPE", error.Message);
    }

    [Fact]
    public void A_wrong_number_of_channels_is_told()
    {
        using var model = new Echo();
        var image = ImageArray.FromSingle(20, 20, 3, new float[1200], "colour.tif");
        Assert.Contains("colour.tif: has 3 channels", Assert.Throws<InputException>(() => new ImagePredictor(model, Settings()).Predict(image)).Message);
    }

    [Fact]
    public void Values_that_are_not_finite_are_not_written()
    {
        using var model = new Echo { Factor = double.NaN };
        Assert.Contains("not finite", Assert.Throws<InputException>(() => new ImagePredictor(model, Settings()).Predict(Image(20, 20))).Message);
    }

    [Fact]
    public void A_stop_ends_between_batches()
    {
        using var model = new Echo();
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => new ImagePredictor(model, Settings()).Predict(Image(50, 50), _ => stop.Cancel(), stop.Token));
    }

    [Fact]
    public void A_hundred_predictions_leave_no_tensor_behind()
    {
        using var model = new Echo();
        var predictor = new ImagePredictor(model, Settings());
        predictor.Predict(Image(20, 20)).Dispose();

        // What other tests left to the garbage collector must not go while this one counts.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.AliveCount;
        for (var i = 0; i < 100; i++)
            predictor.Predict(Image(20, 20)).Dispose();
        Assert.Equal(before, Tensor.AliveCount);
    }

    private static PredictionSettings Settings() => new()
    {
        Patch = PatchShape.Square(16),
        Layout = new PatchLayout(0, 0, 3, 3),
        Normalization = new NormalizationSettings { Type = NormalizationType.ZeroMeanUnitVariance },
        ReflectToPatch = true,
    };

    private static ImageArray Image(int height, int width) => ImageArray.FromSingle(
        height, width, 1, [.. Enumerable.Range(0, height * width).Select(i => 100 + (30 * MathF.Sin(i * 0.37f)) + (i % 11))], "test image");

    private sealed class Echo : ImageToImageModel
    {
        public double Factor { get; init; } = 1;

        public override long InputChannels => 1;

        public override long OutputChannels => 1;

        public override long? ImageSize => null;

        public override long SizeMultiple => 1;

        public override Tensor Forward(Tensor input) => input * Factor;
    }

    private sealed class Weighted : ImageToImageModel
    {
        private readonly Tensor _maps;
        private readonly int _side;

        public Weighted(int side, float[][] maps)
        {
            _side = side;
            _maps = AddBuffer("maps", Tensor.From(maps.SelectMany(m => m).ToArray(), 1, maps.Length, side, side));
        }

        public override long InputChannels => 1;

        public override long OutputChannels => _maps.Size(1);

        public override long? ImageSize => _side;

        public override long SizeMultiple => 1;

        public override Tensor Forward(Tensor input) => input * _maps;
    }
}
