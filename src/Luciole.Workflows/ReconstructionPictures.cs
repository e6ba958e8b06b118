using System.Globalization;
using Luciole.Data.Discovery;
using Luciole.Files;
using Luciole.Imaging.Png;
using Luciole.Inference;
using Luciole.Models;
using Luciole.Torch;
using Luciole.Torch.Autograd;

namespace Luciole.Workflows;

/// <summary>Pictures of what a masked autoencoder makes of a few images, to look at during pre-training (<c>PATHS.MAE_OUT_DIR</c>).</summary>
public static class ReconstructionPictures
{
    /// <summary>The most images that are drawn each time.</summary>
    public const int MostImages = 4;

    private const int LongestStem = 60;
    private const int Seed = 0;
    private const double LowerPercent = 0.5;
    private const double UpperPercent = 99.8;

    /// <summary>
    /// Writes one PNG for each of the first <see cref="MostImages"/> images: the first channel of the input, of the input with its
    /// hidden tokens at 0, of the reconstruction, of the reconstruction where tokens were hidden in the input where they were
    /// visible, all on the input's contrast, and the absolute difference of input and reconstruction. Random masks are the same
    /// after every epoch. The network's mode and libtorch's random state stay as they are.
    /// </summary>
    /// <param name="model">The network.</param>
    /// <param name="images">Names (the files' paths will do) and normalised patches <c>[C, S, S]</c> of the size the network takes.</param>
    /// <param name="epoch">The epoch that ended, from 1 on.</param>
    /// <param name="folder">Where the pictures go, as <c>NUMBER_NAME_epoch_EPOCH.png</c>.</param>
    /// <returns>The files.</returns>
    /// <exception cref="InputException">A file cannot be written.</exception>
    public static IReadOnlyList<string> Write(MaskedAutoencoder model, IReadOnlyList<(string Name, float[] Image)> images, int epoch, string folder)
    {
        var files = new List<string>();
        for (var i = 0; i < Math.Min(images.Count, MostImages); i++)
        {
            var stem = ImageFolder.Stem(images[i].Name);
            var name = string.Create(CultureInfo.InvariantCulture, $"{i + 1}_{stem[..Math.Min(stem.Length, LongestStem)]}_epoch_{epoch:D4}.png");
            files.Add(Path.Combine(folder, name));
            Draw(model, images[i].Image, i).Write(files[^1]);
        }

        return files;
    }

    // A masked autoencoder has neither dropout nor batch statistics, so its mode does not matter and is left alone.
    private static Panel Draw(MaskedAutoencoder model, float[] image, int number)
    {
        using var scope = new TensorScope();
        using var noGrad = new NoGradScope();
        var options = model.Options;
        var side = (int)options.ImageSize;
        var device = model.State().First().Tensor.Device;
        var input = Tensor.From(image, 1, options.Channels, side, side).To(device);
        var tokens = options.ImageSize / options.TokenSize;
        var noise = FixedMaskNoise.Draw(tokens * tokens, Seed, [number]).To(device);
        var output = model.Forward(input, noise);
        var shown = model.ReconstructionImages(input, output);

        var pixels = side * side;
        float[] FirstChannel(Tensor tensor) => tensor.ToArray<float>()[..pixels];
        var (truth, prediction) = (image[..pixels], FirstChannel(shown.Prediction));
        var (black, white) = Contrast.Percentiles(truth, LowerPercent, UpperPercent);
        var difference = truth.Zip(prediction, (t, p) => Math.Abs(t - p)).ToArray();
        return new Panel()
            .Add("input", side, side, truth, black, white)
            .Add("masked", side, side, FirstChannel(shown.Masked), black, white)
            .Add("reconstruction", side, side, prediction, black, white)
            .Add("hidden reconstructed", side, side, FirstChannel(shown.Reconstruction), black, white)
            .Add("difference", side, side, difference, 0, white - black);
    }
}
