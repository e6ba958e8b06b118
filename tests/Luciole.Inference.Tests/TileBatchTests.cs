using Luciole.Data.Normalization;
using Luciole.Data.Patches;
using Luciole.Files;
using Luciole.Imaging.Pixels;
using Luciole.Models;
using Luciole.Torch;

namespace Luciole.Inference.Tests;

public sealed class TileBatchTests
{
    [Theory]
    [InlineData(12, 3, new[] { 6, 3 })]
    [InlineData(5, 4, new[] { 2 })]
    [InlineData(4, 4, new int[0])]
    public void A_batch_that_does_not_fit_is_halved_until_it_does_and_the_image_is_the_same(int batch, int fits, int[] expected)
    {
        using var model = new SmallMemory(fits);
        using var roomy = new SmallMemory(int.MaxValue);
        var told = new List<int>();
        var settings = new PredictionSettings { Patch = PatchShape.Square(8), Normalization = new NormalizationSettings { Type = NormalizationType.ZeroMeanUnitVariance }, BatchSize = batch };
        using var image = Image();
        using var whole = new ImagePredictor(roomy, settings).Predict(image);
        var patches = 0;
        using var predicted = new ImagePredictor(model, settings with { BatchHalved = told.Add }).Predict(image, n => patches += n);
        Assert.Equal(whole.ToArray(OutputScale.Normalised), predicted.ToArray(OutputScale.Normalised));
        Assert.Equal(expected, told);
        Assert.Equal(12, patches);
    }

    [Fact]
    public void A_single_patch_that_does_not_fit_is_refused_in_a_sentence()
    {
        using var model = new SmallMemory(0);
        using var image = Image();
        var predictor = new ImagePredictor(model, new PredictionSettings { Patch = PatchShape.Square(8), Normalization = new NormalizationSettings { Type = NormalizationType.ZeroMeanUnitVariance }, BatchSize = 2 });
        Assert.Contains("a single patch of", Assert.Throws<InputException>(() => predictor.Predict(image)).Message);
    }

    // Patches of 8 lie 4 x 3 times beside each other.
    private static ImageArray Image()
    {
        var pixels = Enumerable.Range(0, 32 * 24).Select(i => MathF.Sin(i * 0.7f)).ToArray();
        return ImageArray.FromSingle(32, 24, 1, pixels, "image");
    }

    // Asks for more memory than any machine has when a batch is larger than it likes.
    private sealed class SmallMemory(int most) : ImageToImageModel
    {
        public override long InputChannels => 1;

        public override long OutputChannels => 1;

        public override long? ImageSize => null;

        public override long SizeMultiple => 1;

        public override Tensor Forward(Tensor input)
        {
            if (input.Size(0) > most)
                Tensor.Empty([1L << 50]).Dispose();
            return input * 2;
        }
    }
}
