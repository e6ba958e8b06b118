using Luciole.Data.Patches;
using Luciole.Torch;

namespace Luciole.Inference;

/// <summary>Between patches <c>[Y, X, C]</c> in memory and batches <c>[N, C, Y, X]</c> of a network.</summary>
internal static class PatchBatch
{
    /// <summary>A batch <c>[N, C, Y, X]</c> on a device.</summary>
    public static Tensor ToDevice(ReadOnlySpan<float[]> patches, PatchShape shape, int channels, Device device)
    {
        using var scope = new TensorScope();
        var host = Tensor.Empty([patches.Length, shape.Height, shape.Width, channels]);
        for (var i = 0; i < patches.Length; i++)
        {
            using var slot = host.Select(0, i);
            patches[i].AsSpan().CopyTo(slot.AsSpan<float>());
        }

        return scope.Keep(host.To(device).Permute(0, 3, 1, 2).Contiguous());
    }

    /// <summary>From <c>[N, C, Y, X]</c> on a device to <c>[N, Y, X, C]</c> on the processor.</summary>
    public static Tensor ToHost(Tensor batch)
    {
        using var scope = new TensorScope();
        return scope.Keep(batch.Permute(0, 2, 3, 1).Contiguous().To(Device.Cpu));
    }
}
