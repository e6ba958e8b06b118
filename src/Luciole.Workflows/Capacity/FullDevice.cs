using Luciole.Configuration;
using Luciole.Files;
using Luciole.Torch;
using Luciole.Torch.Cuda;

namespace Luciole.Workflows.Capacity;

/// <summary>Answers a device that had no memory left for a training: what to set so that it fits.</summary>
internal static class FullDevice
{
    // An estimate that was too low before is taken to be too low by this again.
    private const double Doubted = 0.85;

    /// <summary>Does the work; where the memory does not suffice, says what would.</summary>
    /// <param name="work">The training.</param>
    /// <param name="settings">Its configuration.</param>
    /// <param name="needs">What it was estimated to need.</param>
    /// <param name="device">Where it computes.</param>
    /// <param name="available">Bytes of the device that were available before; null when unknown.</param>
    /// <exception cref="InputException">The memory did not suffice; the message names the keys to change.</exception>
    public static T Answered<T>(Func<T> work, LucioleConfiguration settings, TrainingNeeds needs, Device device, long? available)
    {
        string message;
        try
        {
            return work();
        }
        catch (TorchException e) when (e.IsOutOfMemory)
        {
            message = Message(settings, needs, device, available);
        }

        // Outside of the handler, so that the failure's tensors are gone.
        if (device.Kind == DeviceKind.Cuda)
            CudaMemory.EmptyCache();
        throw new InputException(message);
    }

    /// <summary>Bytes that a training on this device can have; null when unknown.</summary>
    public static long? Available(Device device) => device.Kind == DeviceKind.Cuda ? CudaMemory.Available(device.Index) : MachineMemory.Available();

    private static string Message(LucioleConfiguration settings, TrainingNeeds needs, Device device, long? available)
    {
        var there = available is { } bytes ? $" of {ByteText.Short(bytes)}" : "";

        // It did not fit, so the estimate of what fits must lie below that of what did not.
        var fits = (long)(Doubted * Math.Min(available ?? long.MaxValue, needs.Memory));
        return $"TRAIN.BATCH_SIZE: {settings.Train.BatchSize} with DATA.PATCH_SIZE: {MemoryRemedy.Text(settings.Data.PatchSize)} did not fit into the memory{there} of {device}; {MemoryRemedy.For(settings, fits, needs.Mode)}.";
    }
}
