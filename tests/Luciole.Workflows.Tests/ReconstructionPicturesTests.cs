using Luciole.Files;
using Luciole.Imaging.Png;
using Luciole.Models;
using Luciole.Torch;
using Luciole.Torch.Runtime;

namespace Luciole.Workflows.Tests;

public sealed class ReconstructionPicturesTests : IDisposable
{
    private const int Side = 16;
    private const int Token = 4;
    private const int Gap = 4;
    private readonly TemporaryFolder _folder = new();

    public ReconstructionPicturesTests() => RandomState.Seed(3);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_picture_shows_input_mask_reconstruction_their_mixture_and_the_difference()
    {
        using var model = Network(MaskKind.Grid);
        var image = Image(1);
        var file = Assert.Single(ReconstructionPictures.Write(model, [("in/cells.ome.tiff", image)], 12, _folder.FullName));
        Assert.Equal(_folder.File("1_cells_epoch_0012.png"), file);
        var (input, masked, reconstruction, mixture, difference) = (Part(file, 0), Part(file, 1), Part(file, 2), Part(file, 3), Part(file, 4));
        var (black, white) = Contrast.Percentiles(image.AsSpan(0, Side * Side), 0.5, 99.8);
        Assert.Equal(Contrast.Stretch(image.AsSpan(0, Side * Side), black, white), input);
        var zero = Contrast.Stretch([0f], black, white)[0];
        for (var i = 0; i < input.Length; i++)
        {
            var hidden = ((i / Side / Token) + (i % Side / Token)) % 2 == 0;
            Assert.Equal(hidden ? zero : input[i], masked[i]);
            Assert.Equal(hidden ? reconstruction[i] : input[i], mixture[i]);

            // Greys are rounded and end at black and white.
            if (reconstruction[i] is > 0 and < 255 && input[i] is > 0 and < 255)
                Assert.Equal(Math.Abs(input[i] - reconstruction[i]), difference[i], 1.0);
        }

        Assert.NotEqual(input, reconstruction);
    }

    [Fact]
    public void Random_masks_are_the_same_after_every_epoch_and_another_for_every_image()
    {
        using var model = Network(MaskKind.Random);
        var image = Image(1);
        var first = ReconstructionPictures.Write(model, [("a.tif", image), ("a.tif", image)], 1, _folder.FullName);
        RandomState.Seed(99);
        var second = ReconstructionPictures.Write(model, [("a.tif", image), ("a.tif", image)], 2, _folder.FullName);
        Assert.Equal(4, first.Concat(second).Distinct().Count());
        Assert.Equal(File.ReadAllBytes(first[0]), File.ReadAllBytes(second[0]));
        Assert.NotEqual(Part(first[0], 1), Part(first[1], 1));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Mode_random_state_and_tensors_stay_as_they_were(bool training)
    {
        using var model = Network(MaskKind.Random);
        model.Train(training);
        var (state, tensors) = (RandomState.Capture(), Tensor.AliveCount);
        ReconstructionPictures.Write(model, [("a.tif", Image(1))], 1, _folder.FullName);
        Assert.Equal(training, model.IsTraining);
        Assert.Equal(state, RandomState.Capture());
        Assert.Equal(tensors, Tensor.AliveCount);
        Assert.All(model.Parameters(), p => Assert.Null(p.Tensor.Gradient));
    }

    [Fact]
    public void Four_images_are_drawn_and_no_more_and_long_names_are_cut()
    {
        using var model = Network(MaskKind.Grid);
        var name = new string('n', 240) + ".tif";
        var files = ReconstructionPictures.Write(model, [.. Enumerable.Range(0, 6).Select(i => (name, Image(i)))], 3, _folder.FullName);
        Assert.Equal(4, files.Count);
        Assert.Equal(4, Directory.GetFiles(_folder.FullName).Length);
        Assert.Empty(ReconstructionPictures.Write(model, [], 3, _folder.FullName));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        using var model = Network(MaskKind.Grid);
        File.WriteAllText(_folder.File("taken"), "");
        var error = Assert.Throws<InputException>(() => ReconstructionPictures.Write(model, [("a.tif", Image(1))], 1, _folder.File("taken")));
        Assert.Contains("taken", error.Message);
    }

    private static MaskedAutoencoder Network(MaskKind mask) => new(new MaskedAutoencoderOptions
    {
        ImageSize = Side, Channels = 2, TokenSize = Token, EmbedDim = 8, Layers = 1, Heads = 2, MlpRatio = 2, DecoderEmbedDim = 4, DecoderLayers = 1, DecoderHeads = 1, Mask = mask,
    });

    private static float[] Image(int number) => [.. Enumerable.Range(0, 2 * Side * Side).Select(i => MathF.Sin((0.13f * i) + number))];

    // The pixels of the picture's part of that number: parts lie side by side with a gap before each.
    private static byte[] Part(string path, int number)
    {
        var (width, height, pixels) = GreyPng.Read(path);
        Assert.Equal((5 * Side) + (6 * Gap), width);
        var (left, top) = (Gap + (number * (Side + Gap)), height - Gap - Side);
        return [.. Enumerable.Range(0, Side * Side).Select(i => pixels[((top + (i / Side)) * width) + left + (i % Side)])];
    }
}
