using Luciole.Data.Normalization;
using Luciole.Data.Patches;
using Luciole.Files;
using Luciole.Imaging.Pixels;
using Luciole.Models;
using Luciole.Torch;
using Luciole.Torch.Autograd;
using Luciole.Torch.Precision;

namespace Luciole.Inference;

/// <summary>
/// Sends whole images through a masked autoencoder: patches lie side by side, so that every pixel is hidden or visible once; images
/// that are no whole number of patches are completed by reflection at the top and left. Only a band of the image, one batch and the
/// reconstructed rows are in memory.
/// </summary>
public sealed class ImageReconstructor
{
    private const int ImagesPerResult = 3;

    private readonly MaskedAutoencoder _model;
    private readonly ReconstructionSettings _settings;
    private readonly Device _device;
    private readonly PatchShape _patch;
    private readonly int _channels;
    private readonly TileBatch _tiles;

    /// <summary>Prepares reconstruction with a network whose parameters lie on <paramref name="device"/>; it is put into evaluation mode.</summary>
    public ImageReconstructor(MaskedAutoencoder model, ReconstructionSettings settings, Device device = default)
    {
        if (settings.BatchSize < 1)
            throw new ArgumentException($"A batch of {settings.BatchSize} patches.", nameof(settings));
        _model = model;
        _settings = settings;
        _device = device;
        _patch = PatchShape.Square((int)model.Options.ImageSize);
        _channels = (int)model.Options.Channels;
        _tiles = new TileBatch(settings.BatchSize, settings.BatchHalved, device, _patch);
        model.Eval();
    }

    /// <summary>Patches that an image of this size is cut into.</summary>
    public int PatchCount(int height, int width) => Completed(height, width).Grid.Count;

    /// <summary>Reconstructs one image. The caller disposes the result.</summary>
    /// <param name="image">An image with the network's number of channels.</param>
    /// <param name="number">Names the image's random masks together with the seed: its number among the images.</param>
    /// <param name="patchesDone">Told after every batch how many patches were in it.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="InputException">The image does not fit the network, or is damaged.</exception>
    public ReconstructedImage Reconstruct(IImageSource image, int number = 0, Action<int>? patchesDone = null, CancellationToken cancellation = default)
    {
        if (image.Channels != _channels)
            throw new InputException($"{image.Name}: has {image.Channels} channels, but the model takes {_channels}; give images with {_channels}.");
        var normalizer = Normalizer.For(
            image, _settings.Normalization, _settings.ReflectToPatch ? ReflectPadding.ToPatch(image.Height, image.Width, _patch) : null);
        PredictedImage Make() => new(image.Height, image.Width, _channels, normalizer, _settings.MemoryBudget / ImagesPerResult, _settings.ScratchFolder);
        var result = new ReconstructedImage(Make(), Make(), Make(), new HiddenErrors());
        try
        {
            Run(image, number, normalizer, result, patchesDone, cancellation);
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    private (ReflectPadding Padding, PatchGrid Grid) Completed(int height, int width)
    {
        static int Missing(int size, int patch) => (patch - (size % patch)) % patch;
        var padding = new ReflectPadding(height, width, Missing(height, _patch.Height), Missing(width, _patch.Width));
        return (padding, new PatchGrid(padding.PaddedHeight, padding.PaddedWidth, _patch));
    }

    private void Run(IImageSource image, int number, Normalizer normalizer, ReconstructedImage result, Action<int>? patchesDone, CancellationToken cancellation)
    {
        using var noGrad = new NoGradScope();
        var (padding, grid) = Completed(image.Height, image.Width);
        var reader = new PatchReader(image, grid, padding);
        var merge = new ReconstructionMerge(grid, padding, _channels, result);
        var batch = new float[Math.Min(_settings.BatchSize, grid.Count)][];
        for (var first = 0; first < grid.Count; first += batch.Length)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(batch.Length, grid.Count - first);
            for (var i = 0; i < count; i++)
            {
                batch[i] ??= new float[reader.PatchSamples];
                reader.Read(first + i, batch[i]);
                normalizer.Apply(batch[i]);
            }

            var begin = first;
            _tiles.Run(count, (start, together) => Reconstruct(batch.AsSpan(start, together), number, begin + start, merge));
            patchesDone?.Invoke(count);
        }
    }

    private MaskedAutoencoderOutput Forward(Tensor input, Tensor noise)
    {
        using var mixed = _settings.Mixed is { } type ? new Autocast(_device.Kind, type) : null;
        var output = _model.Forward(input, noise);
        return output with { Prediction = output.Prediction.To(ScalarType.Float32) };
    }

    // Merges nothing before everything is computed.
    private void Reconstruct(ReadOnlySpan<float[]> patches, int number, int first, ReconstructionMerge merge)
    {
        using var scope = new TensorScope();
        var options = _model.Options;
        var tokens = options.ImageSize / options.TokenSize * (options.ImageSize / options.TokenSize);
        var names = Enumerable.Range(first, patches.Length).Select(patch => ((long)number << 32) + patch).ToArray();
        var input = PatchBatch.ToDevice(patches, _patch, _channels, _device);
        var output = Forward(input, FixedMaskNoise.Draw(tokens, _settings.Seed, names).To(_device));
        var hidden = Patches.Unpatchify(output.Mask.Hidden.Unsqueeze(-1).Repeat(1, 1, options.TokenSize * options.TokenSize * options.Channels), options.TokenSize, options.Channels);
        var (hostPrediction, hostHidden) = (PatchBatch.ToHost(_model.ReconstructionImages(input, output).Prediction), PatchBatch.ToHost(hidden));
        for (var i = 0; i < patches.Length; i++)
        {
            using var prediction = hostPrediction.Select(0, i);
            using var mask = hostHidden.Select(0, i);
            merge.Add(patches[i], prediction.AsSpan<float>(), mask.AsSpan<float>());
        }
    }
}
