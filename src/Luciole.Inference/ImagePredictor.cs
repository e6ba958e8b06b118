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
/// Predicts whole images: reflection to the patch size, normalisation with the image's own statistics, patches through the network
/// in batches, merging. Only a band of the image, one batch and the predicted rows are in memory.
/// The network is in evaluation mode from the first patch on.
/// </summary>
public sealed class ImagePredictor
{
    private readonly ImageToImageModel _model;
    private readonly PredictionSettings _settings;
    private readonly Device _device;
    private readonly TileBatch _tiles;

    /// <summary>Prepares prediction with a network whose parameters lie on <paramref name="device"/>.</summary>
    public ImagePredictor(ImageToImageModel model, PredictionSettings settings, Device device = default)
    {
        if (settings.BatchSize < 1)
            throw new ArgumentException($"A batch of {settings.BatchSize} patches.", nameof(settings));
        if (settings.EightOrientations is not null && settings.Patch.Height != settings.Patch.Width && model.ImageSize is not null)
            throw new InputException($"TEST.AUGMENTATION turns patches by 90 degrees, for which this network needs square ones, but DATA.PATCH_SIZE is {settings.Patch}; set TEST.AUGMENTATION: False.");
        _model = model;
        _settings = settings;
        _device = device;
        _tiles = new TileBatch(settings.BatchSize, settings.BatchHalved, device, settings.Patch);
        model.Eval();
    }

    /// <summary>Patches that an image of this size is cut into.</summary>
    public int PatchCount(int height, int width)
    {
        var padding = Padding(height, width);
        return PatchGrid.ForPrediction(padding.PaddedHeight, padding.PaddedWidth, _settings.Patch, _settings.Layout).Count;
    }

    /// <summary>Predicts one image. The caller disposes the result.</summary>
    /// <param name="image">An image with the network's number of channels.</param>
    /// <param name="patchesDone">Told after every batch how many patches were predicted by it.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="InputException">The image does not fit the network or the settings, or is damaged.</exception>
    public PredictedImage Predict(IImageSource image, Action<int>? patchesDone = null, CancellationToken cancellation = default)
    {
        if (image.Channels != _model.InputChannels)
            throw new InputException($"{image.Name}: has {image.Channels} channels, but the model takes {_model.InputChannels}; give images with {_model.InputChannels}.");
        var padding = Padding(image.Height, image.Width);
        if (padding.IsEmpty && (image.Height < _settings.Patch.Height || image.Width < _settings.Patch.Width))
            throw new InputException($"{image.Name}: is {image.Height} x {image.Width}, smaller than the patch of {_settings.Patch}; set DATA.REFLECT_TO_COMPLETE_SHAPE: True.");

        var normalizer = Normalizer.For(image, _settings.Normalization, padding);
        var grid = PatchGrid.ForPrediction(padding.PaddedHeight, padding.PaddedWidth, _settings.Patch, _settings.Layout);
        var predicted = new PredictedImage(image.Height, image.Width, (int)_model.OutputChannels, normalizer, _settings.MemoryBudget, _settings.ScratchFolder);
        try
        {
            Run(image, padding, grid, normalizer, predicted, patchesDone, cancellation);
            return predicted;
        }
        catch
        {
            predicted.Dispose();
            throw;
        }
    }

    private ReflectPadding Padding(int height, int width) =>
        _settings.ReflectToPatch ? ReflectPadding.ToPatch(height, width, _settings.Patch) : ReflectPadding.None(height, width);

    private void Run(
        IImageSource image, ReflectPadding padding, PatchGrid grid, Normalizer normalizer, PredictedImage predicted, Action<int>? patchesDone, CancellationToken cancellation)
    {
        using var noGrad = new NoGradScope();
        var reader = new PatchReader(image, grid, padding);
        var merge = new PatchMerge(grid, (int)_model.OutputChannels, (first, count, rows) => predicted.Add(first, rows), padding);
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

            _tiles.Run(count, (start, together) => PredictBatch(batch.AsSpan(start, together), image.Channels, merge));
            patchesDone?.Invoke(count);
        }
    }

    private Tensor Forward(Tensor input)
    {
        using var mixed = _settings.Mixed is { } type ? new Autocast(_device.Kind, type) : null;
        Tensor Single(Tensor patches) => _model.Forward(patches).To(ScalarType.Float32);
        return _settings.EightOrientations is { } orientations ? Orientations.Merge(input, Single, orientations) : Single(input);
    }

    // Merges nothing before everything is computed.
    private void PredictBatch(ReadOnlySpan<float[]> patches, int channels, PatchMerge merge)
    {
        using var scope = new TensorScope();
        var (height, width) = (_settings.Patch.Height, _settings.Patch.Width);
        var input = PatchBatch.ToDevice(patches, _settings.Patch, channels, _device);
        var output = Forward(input);
        if (output.Size(1) != _model.OutputChannels || output.Size(2) != height || output.Size(3) != width)
            throw new InvalidOperationException($"The network gave [{string.Join(", ", output.Shape)}] for patches of {height} x {width}.");
        var result = PatchBatch.ToHost(output);
        for (var i = 0; i < patches.Length; i++)
        {
            using var slot = result.Select(0, i);
            merge.Add(slot.AsSpan<float>());
        }
    }
}
