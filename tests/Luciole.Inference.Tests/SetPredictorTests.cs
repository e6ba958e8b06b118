using Luciole.Data.Normalization;
using Luciole.Data.Patches;
using Luciole.Files;
using Luciole.Imaging.Pixels;
using Luciole.Models;
using Luciole.Torch;

namespace Luciole.Inference.Tests;

public sealed class SetPredictorTests
{
    [Fact]
    public void Each_network_of_a_set_predicts_as_it_does_alone()
    {
        using var one = new Scaled(1.5);
        using var two = new Scaled(-3);
        using var three = new Placed(16);
        var image = Image(70, 55);

        // Stretches of four patches, batches of two.
        var settings = Settings() with { BatchSize = 2, StretchBytes = 4 * 256 * sizeof(float) };
        var told = 0;
        var set = new SetPredictor([one, two, three], settings);
        var together = set.Predict(image, n => told += n);
        Assert.Equal(3 * set.PatchCount(70, 55), told);
        foreach (var (model, prediction) in new ImageToImageModel[] { one, two, three }.Zip(together))
        {
            using var alone = new ImagePredictor(model, settings).Predict(image);
            Assert.Equal(alone.ToArray(OutputScale.Normalised), prediction.ToArray(OutputScale.Normalised));
            prediction.Dispose();
        }
    }

    [Fact]
    public void The_image_is_read_once_however_many_networks_there_are()
    {
        using var one = new Scaled(1);
        using var two = new Scaled(2);
        long Rows(params ImageToImageModel[] models)
        {
            var image = new CountingImage(Image(200, 40));
            foreach (var prediction in new SetPredictor(models, Settings() with { StretchBytes = 1 }).Predict(image))
                prediction.Dispose();
            return image.RowsRead;
        }

        Assert.Equal(Rows(one), Rows(one, two, one, two));
    }

    [Fact]
    public void The_confidence_is_that_of_all_predictions_of_a_pixel()
    {
        const int Side = 16;
        using var model = new Placed(Side);
        var layout = new PatchLayout(0.25, 0.4, 2, 3);
        var settings = Settings() with { Layout = layout, Confidence = true, BatchSize = 3 };
        var image = Image(41, 50);
        using var predicted = new ImagePredictor(model, settings).Predict(image);

        using var echo = new Scaled(1);
        using var normalised = new ImagePredictor(echo, Settings()).Predict(image);
        var input = normalised.ToArray(OutputScale.Normalised);
        var weights = Dihedral.Weights(Placed.Map(Side), Side);
        var grid = new PatchGrid(41, 50, PatchShape.Square(Side), layout);
        var predictions = Enumerable.Range(0, input.Length).Select(_ => new List<double>()).ToArray();
        for (var i = 0; i < grid.Count; i++)
        {
            // The cores are at the same numbers in the image as the patches in the padded one.
            for (var y = 0; y < grid.CoreHeight; y++)
            {
                for (var x = 0; x < grid.CoreWidth; x++)
                {
                    var pixel = ((grid[i].Top + y) * 50) + grid[i].Left + x;
                    predictions[pixel].AddRange(weights.Select(w => (double)w[((y + 2) * Side) + x + 3] * input[pixel]));
                }
            }
        }

        Compare.RelativeToLargest([.. predictions.Select(p => (float)p.Average())], predicted.ToArray(OutputScale.Normalised), 1e-5, "prediction");
        var expected = predictions.Select(p => (float)(1 / (1 + Math.Sqrt(p.Average(v => (v - p.Average()) * (v - p.Average())))))).ToArray();
        Compare.RelativeToLargest(expected, predicted.Confidence!.ToArray(OutputScale.Normalised), 1e-4, "confidence");
        Assert.Equal(expected.Average(), predicted.Confidence.Mean(), 1e-5);
    }

    [Fact]
    public void Where_all_predictions_agree_the_confidence_is_one()
    {
        using var model = new Scaled(2);
        using var predicted = new ImagePredictor(model, Settings() with { Layout = new PatchLayout(0.5, 0.5, 0, 0), Confidence = true }).Predict(Image(40, 33));
        Assert.All(predicted.Confidence!.ToArray(OutputScale.Normalised), v => Assert.InRange(v, 0.998f, 1f));
        Assert.Null(new ImagePredictor(model, Settings()).Predict(Image(16, 16)).Confidence);
    }

    [Fact]
    public void Predictions_are_averaged_with_their_confidence()
    {
        using var model = new Placed(16);
        var settings = Settings() with { Confidence = true };
        using var first = new ImagePredictor(model, settings).Predict(Image(30, 30));
        using var second = new ImagePredictor(model, settings).Predict(Image(30, 30, phase: 1));
        var expected = first.ToArray(OutputScale.Normalised).Zip(second.ToArray(OutputScale.Normalised), (a, b) => (a + b) / 2).ToArray();
        var confidence = (first.Confidence!.Mean() + second.Confidence!.Mean()) / 2;
        first.Scale(0.5f);
        first.Add(second, 0.5f);
        Compare.RelativeToLargest(expected, first.ToArray(OutputScale.Normalised), 1e-6, "mean");
        Assert.Equal(confidence, first.Confidence.Mean(), 1e-6);
        using var other = new ImagePredictor(model, settings).Predict(Image(30, 31));
        Assert.Throws<ArgumentException>(() => first.Add(other, 1));
    }

    [Fact]
    public void Patches_that_are_not_square_have_no_confidence_with_networks_of_one_size()
    {
        using var model = new Placed(16);
        var settings = Settings() with { Patch = new PatchShape(8, 16), Confidence = true };
        Assert.Contains("--confidence", Assert.Throws<InputException>(() => new SetPredictor([model], settings)).Message);
    }

    private static PredictionSettings Settings() => new()
    {
        Patch = PatchShape.Square(16),
        Layout = new PatchLayout(0, 0, 3, 3),
        Normalization = new NormalizationSettings { Type = NormalizationType.ZeroMeanUnitVariance },
        ReflectToPatch = true,
    };

    private static ImageArray Image(int height, int width, int phase = 0) => ImageArray.FromSingle(
        height, width, 1, [.. Enumerable.Range(phase, height * width).Select(i => 100 + (30 * MathF.Sin(i * 0.37f)) + (i % 11))], "test image");

    private sealed class CountingImage(ImageArray image) : IImageSource
    {
        public long RowsRead { get; private set; }

        public string Name => image.Name;

        public int Height => image.Height;

        public int Width => image.Width;

        public int Channels => image.Channels;

        public SampleType SampleType => image.SampleType;

        public void ReadRows(int firstRow, int rowCount, Span<float> destination)
        {
            RowsRead += rowCount;
            image.ReadRows(firstRow, rowCount, destination);
        }

        public void Dispose() => image.Dispose();
    }

    private sealed class Scaled(double factor) : ImageToImageModel
    {
        public override long InputChannels => 1;

        public override long OutputChannels => 1;

        public override long? ImageSize => null;

        public override long SizeMultiple => 1;

        public override Tensor Forward(Tensor input) => input * factor;
    }

    /// <summary>Multiplies each pixel by a number of its place in the patch.</summary>
    private sealed class Placed : ImageToImageModel
    {
        private readonly Tensor _map;

        public Placed(int side) => (_map, ImageSize) = (AddBuffer("map", Tensor.From(Map(side), 1, 1, side, side)), side);

        public override long InputChannels => 1;

        public override long OutputChannels => 1;

        public override long? ImageSize { get; }

        public override long SizeMultiple => 1;

        public static float[] Map(int side) => [.. Enumerable.Range(0, side * side).Select(i => 1 + (i * 37 % 101 * 0.01f))];

        public override Tensor Forward(Tensor input) => input * _map;
    }
}
