using Luciole.Models;
using Luciole.Torch;
using Luciole.Torch.Optimizers;
using Luciole.Torch.Runtime;

namespace Luciole.Training.Tests;

/// <summary>Networks that train in milliseconds, with the same weights each time.</summary>
internal static class SmallNetworks
{
    public const int Side = 32;

    public static ImageToImageTask Fluorescence(ScalarType? mixed = null, bool channelsLast = false, ImageLoss? loss = null, double dropout = 0)
    {
        RandomState.Seed(7);
        var options = new UnetrOptions { ImageSize = Side, TokenSize = 8, EmbedDim = 24, Layers = 3, Heads = 3, HiddenMultiple = 1, Filters = 8, Dropout = dropout };
        return new ImageToImageTask(new Unetr(options), loss ?? ImageLoss.Weighted(ImageLoss.Mse, 0.7, 0.3, SimilarityRange.Batch)) { Mixed = mixed, ChannelsLast = channelsLast };
    }

    public static PretrainingTask Masked(ScalarType? mixed = null, MaskKind mask = MaskKind.Random)
    {
        RandomState.Seed(7);
        return new PretrainingTask(new MaskedAutoencoder(new MaskedAutoencoderOptions
        {
            ImageSize = Side, TokenSize = 8, EmbedDim = 24, Layers = 2, Heads = 3, DecoderEmbedDim = 12, DecoderLayers = 1, DecoderHeads = 2, Mask = mask,
        }))
        { Mixed = mixed };
    }

    /// <summary>Trains two epochs of a few batches.</summary>
    public static Outcome Train(TrainingTask task, StepOptions step, Device device = default, bool validate = true, int samples = 10, int epochs = 2, double? clip = 1)
    {
        using var scope = new TensorScope();
        using var network = task.Model;
        network.MoveTo(device);
        if (task.ChannelsLast)
            ChannelsLast.Apply(network);
        RandomState.Seed(3);
        using var optimizer = new AdamW(ParameterGroup.Split(network, 0.05), 1e-3);
        var options = new TrainingOptions
        {
            Epochs = epochs, Schedule = new WarmupCosine(2e-3, 0, 1, epochs), Metrics = ["psnr", "mae", "mse", "ssim"], ClipGradientNorm = clip, Step = step,
        };
        var observer = new Recorder();
        var source = new Pictures(samples, 4, task is ImageToImageTask);
        var progress = new TrainingLoop(task, optimizer, options, device: device).Run(source, validate ? source : null, observer, null, TrainingProgress.Start, CancellationToken.None);
        return new Outcome([.. observer.Steps.Select(s => s.Loss)], progress, network.State().ToDictionary(t => t.Name, t => t.Tensor.To(ScalarType.Float32).ToArray<float>(), StringComparer.Ordinal), observer);
    }

    /// <summary>What a training left.</summary>
    public sealed record Outcome(double[] Losses, TrainingProgress Progress, Dictionary<string, float[]> State, Recorder Observer);
}
