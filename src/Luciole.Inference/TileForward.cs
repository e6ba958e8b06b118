using Luciole.Models;
using Luciole.Torch;
using Luciole.Torch.Precision;

namespace Luciole.Inference;

/// <summary>Sends normalised patches through one network and hands on what comes out.</summary>
/// <param name="model">The network.</param>
/// <param name="settings">Patch size, precision and orientations.</param>
/// <param name="device">Where it computes.</param>
internal sealed class TileForward(ImageToImageModel model, PredictionSettings settings, Device device)
{
    /// <summary>Predicts some patches <c>[Y, X, C]</c> together; merges nothing before everything is computed.</summary>
    public void Predict(ReadOnlySpan<float[]> patches, int channels, TileMerge merge)
    {
        using var scope = new TensorScope();
        var (height, width) = (settings.Patch.Height, settings.Patch.Width);
        var input = PatchBatch.ToDevice(patches, settings.Patch, channels, device);
        var output = settings.Confidence ? WithSpread(input) : Forward(input);
        if (output.Size(1) != merge.Channels || output.Size(2) != height || output.Size(3) != width)
            throw new InvalidOperationException($"The network gave [{string.Join(", ", output.Shape)}] for patches of {height} x {width}.");
        var result = PatchBatch.ToHost(output);
        for (var i = 0; i < patches.Length; i++)
        {
            using var slot = result.Select(0, i);
            merge.Add(slot.AsSpan<float>());
        }
    }

    private Tensor Forward(Tensor input) =>
        settings.EightOrientations is { } orientations ? Orientations.Merge(input, Single, orientations) : Single(input);

    // Mean, variance and square of the mean: the variance of overlapping patches' means is the mean of their squares less the square of theirs.
    private Tensor WithSpread(Tensor input)
    {
        var (mean, variance) = Orientations.MeanAndVariance(input, Single);
        return Tensor.Cat(1, mean, variance, mean.Square());
    }

    private Tensor Single(Tensor patches)
    {
        using var mixed = settings.Mixed is { } type ? new Autocast(device.Kind, type) : null;
        return model.Forward(patches).To(ScalarType.Float32);
    }
}
