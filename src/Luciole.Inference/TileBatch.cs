using Luciole.Data.Patches;
using Luciole.Files;
using Luciole.Torch;
using Luciole.Torch.Cuda;

namespace Luciole.Inference;

/// <summary>
/// How many patches go through the network together. Where the memory does not suffice the number is halved, for good, and the same patches
/// are tried again.
/// </summary>
/// <param name="size">The number to begin with.</param>
/// <param name="halved">Told the new number.</param>
/// <param name="device">Where the network computes.</param>
/// <param name="patch">The size of a patch, for the message.</param>
internal sealed class TileBatch(int size, Action<int>? halved, Device device, PatchShape patch)
{
    private int _size = size;

    /// <summary>Calls <paramref name="work"/> for one stretch after the other until all patches are done.</summary>
    /// <param name="count">Patches.</param>
    /// <param name="work">Takes the first patch of a stretch and how many; must have changed nothing where it fails for lack of memory.</param>
    /// <exception cref="InputException">Not even one patch fits.</exception>
    public void Run(int count, Action<int, int> work)
    {
        for (var first = 0; first < count;)
        {
            var together = Math.Min(_size, count - first);
            if (Fits(() => work(first, together)))
                first += together;
            else
                Halve(together);
        }
    }

    private static bool Fits(Action work)
    {
        try
        {
            work();
            return true;
        }
        catch (TorchException e) when (e.IsOutOfMemory)
        {
            return false;
        }
    }

    // Outside of the failure's handler: its tensors are freed by now.
    private void Halve(int tried)
    {
        if (device.Kind == DeviceKind.Cuda)
            CudaMemory.EmptyCache();
        if (tried == 1)
        {
            throw new InputException(
                $"The memory of {device} does not suffice for a single patch of {patch}; {(device.Kind == DeviceKind.Cuda ? "end other programs on this GPU, set TRAIN.PRECISION: bf16, or use --gpu cpu" : "end other programs, or use a machine with more memory")}.");
        }

        _size = tried / 2;
        halved?.Invoke(_size);
    }
}
