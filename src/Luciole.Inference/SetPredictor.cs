using Luciole.Data.Normalization;
using Luciole.Data.Patches;
using Luciole.Files;
using Luciole.Imaging.Pixels;
using Luciole.Models;
using Luciole.Torch;
using Luciole.Torch.Autograd;

namespace Luciole.Inference;

/// <summary>
/// Predicts whole images with one or several networks that take the same patches: reflection to the patch size, normalisation with the
/// image's own statistics, patches through each network in batches, merging. The image is read, normalised and cut once for all networks.
/// Only a band of the image, a stretch of patches, one batch and the predicted rows are in memory. The networks are in evaluation mode from
/// the beginning on.
/// </summary>
public sealed class SetPredictor
{
    private readonly IReadOnlyList<ImageToImageModel> _models;
    private readonly PredictionSettings _settings;
    private readonly Device _device;
    private readonly TileBatch[] _tiles;
    private readonly KeptSpace _kept;

    /// <summary>Prepares prediction with networks whose parameters lie on <paramref name="device"/>.</summary>
    /// <param name="models">One or more networks that take images of the same channels.</param>
    /// <param name="settings">How images are cut and put together, for all of them.</param>
    /// <param name="device">Where they compute.</param>
    /// <exception cref="InputException">The settings contradict a network.</exception>
    public SetPredictor(IReadOnlyList<ImageToImageModel> models, PredictionSettings settings, Device device = default)
    {
        if (settings.BatchSize < 1)
            throw new ArgumentException($"A batch of {settings.BatchSize} patches.", nameof(settings));
        if (models.Count == 0 || models.Any(m => m.InputChannels != models[0].InputChannels))
            throw new ArgumentException("One or more networks of the same input channels are needed.", nameof(models));
        if ((settings.EightOrientations is not null || settings.Confidence) && settings.Patch.Height != settings.Patch.Width && models.Any(m => m.ImageSize is not null))
            throw new InputException($"{(settings.Confidence ? "The confidence map" : "TEST.AUGMENTATION")} turns patches by 90 degrees, for which this network needs square ones, but DATA.PATCH_SIZE is {settings.Patch}; {(settings.Confidence ? "leave --confidence out" : "set TEST.AUGMENTATION: False")}.");
        _models = models;
        _settings = settings;
        _device = device;
        _tiles = [.. models.Select(_ => new TileBatch(settings.BatchSize, settings.BatchHalved, device, settings.Patch))];
        _kept = new KeptSpace(models);
        foreach (var model in models)
            model.Eval();
    }

    /// <summary>Patches that an image of this size is cut into.</summary>
    public int PatchCount(int height, int width)
    {
        var padding = Padding(height, width);
        return PatchGrid.ForPrediction(padding.PaddedHeight, padding.PaddedWidth, _settings.Patch, _settings.Layout).Count;
    }

    /// <summary>Predicts one image. The caller disposes the results.</summary>
    /// <param name="image">An image with the networks' number of channels.</param>
    /// <param name="patchesDone">Told after every batch of every network how many patches were predicted by it.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>One prediction for each network.</returns>
    /// <exception cref="InputException">The image does not fit the networks or the settings, or is damaged.</exception>
    public IReadOnlyList<PredictedImage> Predict(IImageSource image, Action<int>? patchesDone = null, CancellationToken cancellation = default)
    {
        if (image.Channels != _models[0].InputChannels)
            throw new InputException($"{image.Name}: has {image.Channels} channels, but the model takes {_models[0].InputChannels}; give images with {_models[0].InputChannels}.");
        var padding = Padding(image.Height, image.Width);
        if (padding.IsEmpty && (image.Height < _settings.Patch.Height || image.Width < _settings.Patch.Width))
            throw new InputException($"{image.Name}: is {image.Height} x {image.Width}, smaller than the patch of {_settings.Patch}; set DATA.REFLECT_TO_COMPLETE_SHAPE: True.");

        var normalizer = Normalizer.For(image, _settings.Normalization, padding);
        var grid = PatchGrid.ForPrediction(padding.PaddedHeight, padding.PaddedWidth, _settings.Patch, _settings.Layout);
        var predicted = new List<PredictedImage>();
        try
        {
            foreach (var model in _models)
                predicted.Add(Room(image, (int)model.OutputChannels, normalizer));
            Run(new PatchReader(image, grid, padding), image.Channels, normalizer, [.. predicted.Select(p => new TileMerge(grid, padding, p))], grid.Count, patchesDone, cancellation);
            return predicted;
        }
        catch
        {
            predicted.ForEach(p => p.Dispose());
            throw;
        }
    }

    private PredictedImage Room(IImageSource image, int channels, Normalizer normalizer)
    {
        var budget = _settings.MemoryBudget / (_models.Count * (_settings.Confidence ? 2 : 1));
        PredictedImage Make(PredictedImage? confidence) => new(image.Height, image.Width, channels, normalizer, budget, _settings.ScratchFolder) { Confidence = confidence };
        return Make(_settings.Confidence ? Make(null) : null);
    }

    private ReflectPadding Padding(int height, int width) =>
        _settings.ReflectToPatch ? ReflectPadding.ToPatch(height, width, _settings.Patch) : ReflectPadding.None(height, width);

    // A network sees a stretch of patches before the next one's turn: what it keeps of its weights for the patches to come is not pushed
    // out of the caches by the others after each.
    private void Run(
        PatchReader reader, int channels, Normalizer normalizer, TileMerge[] merges, int patches, Action<int>? patchesDone, CancellationToken cancellation)
    {
        using var noGrad = new NoGradScope();
        var stretch = new float[Math.Min(StretchOf(reader.PatchSamples), patches)][];
        for (var first = 0; first < patches; first += stretch.Length)
        {
            var count = Math.Min(stretch.Length, patches - first);
            for (var i = 0; i < count; i++)
            {
                stretch[i] ??= new float[reader.PatchSamples];
                reader.Read(first + i, stretch[i]);
                normalizer.Apply(stretch[i]);
            }

            for (var m = 0; m < _models.Count; m++)
            {
                _kept.Enter(m);
                var forward = new TileForward(_models[m], _settings, _device);
                for (var begin = 0; begin < count; begin += _settings.BatchSize)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var batch = stretch.AsMemory(begin, Math.Min(_settings.BatchSize, count - begin));
                    var merge = merges[m];
                    _tiles[m].Run(batch.Length, (start, together) => forward.Predict(batch.Span.Slice(start, together), channels, merge));
                    patchesDone?.Invoke(batch.Length);
                }
            }
        }
    }

    private int StretchOf(int patchSamples)
    {
        if (_models.Count == 1)
            return _settings.BatchSize;
        var fitting = (int)Math.Max(1, _settings.StretchBytes / ((long)patchSamples * sizeof(float)));
        return Math.Max(1, fitting / _settings.BatchSize) * _settings.BatchSize;
    }
}
