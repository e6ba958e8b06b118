using Luciole.Data.Normalization;
using Luciole.Data.Patches;
using Luciole.Files;
using Luciole.Imaging.Pixels;
using Luciole.Models;
using Luciole.Torch;
using Luciole.Torch.Cuda;
using Luciole.Torch.Runtime;

namespace Luciole.Inference.Tests;

/// <summary>What can be wrong only on a GPU.</summary>
public sealed class GpuPredictionTests
{
    private static readonly UnetrOptions s_options = new() { ImageSize = 64, TokenSize = 16, EmbedDim = 96, Layers = 9, Heads = 3, HiddenMultiple = 3, Filters = 8, KernelSize = 5 };

    private static readonly PredictionSettings s_settings = new()
    {
        Patch = PatchShape.Square(64),
        Layout = new PatchLayout(0, 0, 8, 8),
        Normalization = new NormalizationSettings { Type = NormalizationType.ZeroMeanUnitVariance },
        BatchSize = 4,
    };

    [Fact]
    public void A_prediction_in_single_precision_is_the_processors()
    {
        var gpu = Gpu.Require();
        var (expected, actual) = Both(gpu, null);
        Compare.RelativeToLargest(expected, actual, 1e-4, "prediction on a GPU");
    }

    // bfloat16 has eight bits of mantissa; some twenty layers one after the other add their roundings up.
    [Fact]
    public void A_prediction_in_bfloat16_is_the_processors_within_its_rounding()
    {
        var gpu = Gpu.Require();
        Assert.SkipUnless(CudaDevices.Describe(gpu.Index).HasBFloat16, "This GPU has no bfloat16.");
        var (expected, actual) = Both(gpu, ScalarType.BFloat16);
        Compare.RelativeToLargest(expected, actual, 5e-2, "prediction in bfloat16");
    }

    [Fact]
    public void A_network_that_was_on_a_GPU_predicts_the_same_on_the_processor()
    {
        var gpu = Gpu.Require();
        RandomState.Seed(7);
        using var network = new Unetr(s_options);
        var expected = Predict(network, s_settings, Device.Cpu);
        network.MoveTo(gpu);
        _ = Predict(network, s_settings, gpu);
        network.MoveTo(Device.Cpu);
        Assert.Equal(expected, Predict(network, s_settings, Device.Cpu));
    }

    [Fact]
    public void A_batch_that_the_GPU_has_no_memory_for_is_halved_and_its_memory_given_back()
    {
        var gpu = Gpu.Require();
        var before = CudaMemory.Allocated(gpu.Index);
        using var model = new Greedy(most: 1, CudaDevices.Describe(gpu.Index).TotalMemory);
        var told = new List<int>();
        _ = Predict(model, s_settings with { BatchHalved = told.Add }, gpu);
        Assert.Equal([2, 1], told);
        Assert.Equal(before, CudaMemory.Allocated(gpu.Index));
        using var none = new Greedy(most: 0, CudaDevices.Describe(gpu.Index).TotalMemory);
        Assert.Contains("cuda:0", Assert.Throws<InputException>(() => Predict(none, s_settings, gpu)).Message);
    }

    private static (float[] OnProcessor, float[] OnGpu) Both(Device gpu, ScalarType? mixed)
    {
        RandomState.Seed(7);
        using var network = new Unetr(s_options);
        var expected = Predict(network, s_settings, Device.Cpu);
        network.MoveTo(gpu);
        return (expected, Predict(network, s_settings with { Mixed = mixed }, gpu));
    }

    private static float[] Predict(ImageToImageModel model, PredictionSettings settings, Device device)
    {
        var pixels = Enumerable.Range(0, 150 * 130).Select(i => 100 + (30 * MathF.Sin(i * 0.37f)) + (i % 11)).ToArray();
        using var predicted = new ImagePredictor(model, settings, device).Predict(ImageArray.FromSingle(150, 130, 1, pixels));
        return predicted.ToArray(OutputScale.Normalised);
    }

    // Asks for twice what the GPU has when a batch is larger than it likes.
    private sealed class Greedy(int most, long totalMemory) : ImageToImageModel
    {
        public override long InputChannels => 1;

        public override long OutputChannels => 1;

        public override long? ImageSize => null;

        public override long SizeMultiple => 1;

        public override Tensor Forward(Tensor input)
        {
            if (input.Size(0) > most)
                Tensor.Zeros([totalMemory / 2], ScalarType.Float32, input.Device).Dispose();
            return input * 2;
        }
    }
}
