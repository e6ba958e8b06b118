using Luciole.Data.Normalization;
using Luciole.Files;
using Luciole.Imaging.Pixels;
using Luciole.Models;
using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.Runtime;

namespace Luciole.Inference.Tests;

public sealed class ImageReconstructorTests : IDisposable
{
    private const int Side = 16;
    private const int Token = 4;
    private readonly TemporaryFolder _folder = new();

    public ImageReconstructorTests() => RandomState.Seed(6);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(16, 16, 1, 1)]
    [InlineData(20, 37, 1, 6)]
    [InlineData(20, 37, 2, 6)]
    [InlineData(9, 50, 1, 4)]
    [InlineData(5, 3, 1, 1)]
    public void Every_pixel_is_hidden_or_visible_once(int height, int width, int channels, int patches)
    {
        using var model = Network(channels);
        var image = Image(height, width, channels);
        var reconstructor = new ImageReconstructor(model, Settings() with { BatchSize = 4 });
        Assert.Equal(patches, reconstructor.PatchCount(height, width));
        var told = 0;
        using var result = reconstructor.Reconstruct(image, patchesDone: n => told += n);
        Assert.Equal(patches, told);
        var (prediction, masked, mixture) = (Values(result.Prediction), Values(result.Masked), Values(result.Mixture));
        var input = Normalised(image, result);
        double absolute = 0, squared = 0, count = 0;
        for (var i = 0; i < input.Length; i++)
        {
            // Patches count from the last row and column; the checkerboard starts with a hidden token.
            var y = (i / channels / width) + ((Side - (height % Side)) % Side);
            var x = (i / channels % width) + ((Side - (width % Side)) % Side);
            var hidden = ((y % Side / Token) + (x % Side / Token)) % 2 == 0;
            Assert.Equal(hidden ? 0 : input[i], masked[i]);
            Assert.Equal(hidden ? prediction[i] : input[i], mixture[i]);
            if (!hidden)
                continue;
            absolute += Math.Abs((double)prediction[i] - input[i]);
            squared += ((double)prediction[i] - input[i]) * ((double)prediction[i] - input[i]);
            count++;
        }

        Assert.Equal(count, result.Errors.Count);
        Assert.Equal(absolute / count, result.Errors.MeanAbsoluteError, 1e-9);
        Assert.Equal(squared / count, result.Errors.MeanSquaredError, 1e-9);
        var range = Math.Max(0, input.Max()) - (double)Math.Min(0, input.Min());
        Assert.Equal(10 * Math.Log10(range * range / (squared / count)), result.Errors.PeakSignalToNoise, 1e-6);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void One_patch_is_what_the_network_makes_of_it_and_its_hidden_error_is_the_loss(bool normalizedPixels)
    {
        using var model = Network(1, normalizedPixels: normalizedPixels);
        var image = Image(Side, Side);
        using var result = new ImageReconstructor(model, Settings()).Reconstruct(image);
        using var scope = new TensorScope();
        using var noGrad = new NoGradScope();
        var input = Tensor.From(Normalised(image, result), 1, 1, Side, Side);
        var output = model.Forward(input);
        Compare.RelativeToLargest(model.ReconstructionImages(input, output).Prediction.ToArray<float>(), Values(result.Prediction), 1e-6, "prediction");
        if (!normalizedPixels)
            Assert.Equal(output.Loss.Item(), result.Errors.MeanSquaredError, 1e-5);
    }

    [Fact]
    public void Batches_and_memory_do_not_change_the_result()
    {
        using var model = Network(1, MaskKind.Random);
        var image = Image(40, 50);
        using var one = new ImageReconstructor(model, Settings()).Reconstruct(image);
        using var five = new ImageReconstructor(model, Settings() with { BatchSize = 5, MemoryBudget = 0, ScratchFolder = _folder.FullName }).Reconstruct(image);
        Assert.Equal(Values(one.Masked), Values(five.Masked));
        Compare.RelativeToLargest(Values(one.Prediction), Values(five.Prediction), 1e-5, "prediction");
        Assert.Empty(Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public void What_was_visible_is_as_it_was_in_the_units_of_the_image()
    {
        using var model = Network(1);
        model.State().Single(t => t.Name == "decoder_pred.bias").Tensor.Detach().FillInPlace(-5);
        var stored = Enumerable.Range(0, 30 * 20).Select(i => (ushort)(3 + (i * 17 % 211))).ToArray();
        var image = new ImageArray(30, 20, 1, SampleType.UInt16, System.Runtime.InteropServices.MemoryMarshal.AsBytes<ushort>(stored).ToArray());
        using var result = new ImageReconstructor(model, Settings()).Reconstruct(image);

        // The prediction lies below what the type can hold; nothing may move for that.
        var scale = OutputScale.Reconstruction(result.Prediction.RawNormalizer);
        Assert.Contains(Values(result.Prediction), v => (v * result.Prediction.RawNormalizer.StandardDeviation) + result.Prediction.RawNormalizer.Mean < -1);
        var (masked, mixture, raw) = (Values(result.Masked), result.Mixture.ToArray(scale), result.Prediction.ToArray(scale));
        Assert.All(raw, v => Assert.InRange(v, 0, ushort.MaxValue));
        for (var i = 0; i < stored.Length; i++)
        {
            if (masked[i] != 0)
                Assert.Equal(stored[i], mixture[i]);
        }
    }

    [Fact]
    public void Random_masks_depend_on_seed_and_number_alone()
    {
        using var model = Network(1, MaskKind.Random);
        var image = Image(Side, 2 * Side);
        float[] Masked(long seed, int number)
        {
            using var result = new ImageReconstructor(model, Settings() with { Seed = seed }).Reconstruct(image, number);
            return Values(result.Masked);
        }

        var first = Masked(1, 0);
        var state = RandomState.Capture();
        Assert.Equal(first, Masked(1, 0));
        Assert.Equal(state, RandomState.Capture());
        Assert.NotEqual(first, Masked(2, 0));
        Assert.NotEqual(first, Masked(1, 1));
        Assert.Equal(2 * 12 * Token * Token, first.Count(v => v == 0));

        // The two patches have masks of their own.
        int[] HiddenIn(int patch) => [.. Enumerable.Range(0, Side * Side).Where(i => first[(i / Side * 2 * Side) + (patch * Side) + (i % Side)] == 0)];
        Assert.NotEqual(HiddenIn(0), HiddenIn(1));
    }

    [Fact]
    public void Statistics_are_those_of_training()
    {
        using var model = Network(1);
        var image = Image(5, 7);
        using var plain = new ImageReconstructor(model, Settings()).Reconstruct(image);
        using var reflected = new ImageReconstructor(model, Settings() with { ReflectToPatch = true }).Reconstruct(image);
        var values = image.ToSingle();
        Assert.Equal(values.Average(v => (double)v), plain.Prediction.RawNormalizer.Mean, 1e-6);
        double sum = 0;
        for (var i = 0; i < Side * Side; i++)
            sum += values[(Mirror((i / Side) - (Side - 5), 5) * 7) + Mirror((i % Side) - (Side - 7), 7)];
        Assert.Equal(sum / (Side * Side), reflected.Prediction.RawNormalizer.Mean, 1e-6);
    }

    [Fact]
    public void A_wrong_number_of_channels_and_a_stop_are_told_and_nothing_stays_alive()
    {
        using var model = Network(1);
        var reconstructor = new ImageReconstructor(model, Settings());
        Assert.Contains("test image: has 3 channels", Assert.Throws<InputException>(() => reconstructor.Reconstruct(Image(20, 20, 3))).Message);
        using var stop = new CancellationTokenSource();
        var before = Tensor.AliveCount;
        Assert.Throws<OperationCanceledException>(() => reconstructor.Reconstruct(Image(50, 50), 0, _ => stop.Cancel(), stop.Token));
        reconstructor.Reconstruct(Image(20, 20)).Dispose();
        Assert.Equal(before, Tensor.AliveCount);
    }

    [Fact]
    public void Weights_that_are_no_numbers_are_not_written()
    {
        using var model = Network(1);
        model.State().Single(t => t.Name == "decoder_pred.bias").Tensor.Detach().FillInPlace(double.NaN);
        Assert.Contains("not finite", Assert.Throws<InputException>(() => new ImageReconstructor(model, Settings()).Reconstruct(Image(20, 20))).Message);
    }

    private static int Mirror(int index, int size)
    {
        while (index < 0 || index >= size)
            index = index < 0 ? -index : (2 * (size - 1)) - index;
        return index;
    }

    private static float[] Values(PredictedImage image) => image.ToArray(OutputScale.Normalised);

    private static float[] Normalised(ImageArray image, ReconstructedImage result)
    {
        var values = image.ToSingle();
        result.Prediction.RawNormalizer.Apply(values);
        return values;
    }

    private static ReconstructionSettings Settings() => new() { Normalization = new NormalizationSettings { Type = NormalizationType.ZeroMeanUnitVariance } };

    private static MaskedAutoencoder Network(int channels, MaskKind mask = MaskKind.Grid, bool normalizedPixels = false) => new(new MaskedAutoencoderOptions
    {
        ImageSize = Side, Channels = channels, TokenSize = Token, EmbedDim = 8, Layers = 1, Heads = 2, MlpRatio = 2, DecoderEmbedDim = 4, DecoderLayers = 1, DecoderHeads = 1,
        Mask = mask, MaskRatio = 0.75, NormalizePixelLoss = normalizedPixels,
    });

    private static ImageArray Image(int height, int width, int channels = 1) => ImageArray.FromSingle(
        height, width, channels, [.. Enumerable.Range(0, height * width * channels).Select(i => 100 + (30 * MathF.Sin(i * 0.37f)) + (i % 11))], "test image");
}
