using Luciole.Models.Footprint;
using Luciole.Torch;
using Luciole.Torch.Cuda;
using Luciole.Torch.Modules;
using Luciole.Torch.Precision;
using Luciole.Torch.Runtime;

namespace Luciole.Models.Tests.Footprint;

/// <summary>The estimate against what the GPU's allocator counts; networks large enough that workspaces do not decide.</summary>
public sealed class GpuFootprintTests
{
    private const int Batch = 2;
    private static readonly UnetrOptions s_unetr = new() { ImageSize = 512, TokenSize = 16, EmbedDim = 384, Layers = 12, Heads = 6, Filters = 32 };
    private static readonly MaskedAutoencoderOptions s_mae = new() { ImageSize = 512, TokenSize = 16, EmbedDim = 384, Layers = 8, Heads = 6, DecoderEmbedDim = 256, DecoderLayers = 4, DecoderHeads = 8 };

    [Theory]
    [InlineData(false, null, RecomputedParts.None)]
    [InlineData(true, null, RecomputedParts.None)]
    [InlineData(false, ScalarType.BFloat16, RecomputedParts.None)]
    [InlineData(true, ScalarType.BFloat16, RecomputedParts.None)]
    [InlineData(false, ScalarType.BFloat16, RecomputedParts.All)]
    [InlineData(true, ScalarType.BFloat16, RecomputedParts.All)]
    public void What_a_step_takes_is_within_fifteen_percent(bool isAutoencoder, ScalarType? mixed, RecomputedParts parts)
    {
        Assert.SkipWhen(TorchRuntime.CudaDeviceCount == 0, "No NVIDIA GPU that libtorch can use is here; this test reads its allocator's counts.");
        Assert.SkipUnless(CudaDevices.HasExtras, "The native library was compiled without CUDA's headers, which counts of memory need.");
        using Module network = isAutoencoder ? new MaskedAutoencoder(s_mae) : new Unetr(s_unetr);
        network.MoveTo(Device.Cuda(0));
        Recomputation.Choose(network, parts);
        Step(network, mixed);
        var measured = Step(network, mixed);
        var (mode, copies) = (new ComputeMode(DeviceKind.Cuda, mixed), new TrainingCopies(0, Recomputed: parts));
        var computed = isAutoencoder ? TrainingFootprint.Of(s_mae, Batch, copies, mode) : TrainingFootprint.Of(s_unetr, Batch, copies, mode);
        Assert.True(Math.Abs(computed.StepTensors - measured) < 0.15 * measured, $"{computed.StepTensors} computed, {measured} measured");
    }

    private static long Step(Module network, ScalarType? mixed)
    {
        using var scope = new TensorScope();
        network.ZeroGradients();
        var before = CudaMemory.Allocated(0);
        CudaMemory.ResetPeak(0);
        var raw = Tensor.Rand([Batch, 1, 512, 512], Device.Cuda(0));
        Tensor loss;
        using (mixed is { } type ? new Autocast(DeviceKind.Cuda, type) : null)
        {
            loss = network is MaskedAutoencoder autoencoder
                ? autoencoder.Forward(raw).Loss
                : Functional.MseLoss(((ImageToImageModel)network).Forward(raw), Tensor.Rand([Batch, 1, 512, 512], Device.Cuda(0)));
        }

        loss.Backward();
        TorchRuntime.Synchronize(Device.Cuda(0));
        return CudaMemory.PeakAllocated(0) - before;
    }
}
