using Luciole.Configuration;
using Luciole.Models.Footprint;
using Luciole.Torch;

namespace Luciole.Workflows.Capacity;

/// <summary>How many patches are predicted together where nobody says it: as many as a GPU has memory for.</summary>
internal static class PredictionBatch
{
    // More than this keeps a GPU no busier, and an image has seldom more patches.
    private const int Most = 64;
    private const double NearlyAll = 0.8;

    /// <summary>The number for a device: on the processor <c>TRAIN.BATCH_SIZE</c>, whose memory counts for the other things in it too.</summary>
    /// <param name="settings">The configuration.</param>
    /// <param name="mode">Where and how it is computed.</param>
    /// <param name="available">Bytes of the device; null when unknown.</param>
    public static int Of(LucioleConfiguration settings, ComputeMode mode, long? available) =>
        mode.Device == DeviceKind.Cpu || available is not { } free ? settings.Train.BatchSize : Largest(settings, mode, (long)(NearlyAll * free));

    private static int Largest(LucioleConfiguration settings, ComputeMode mode, long bytes)
    {
        var batch = Most;
        while (batch > 1 && NetworkFactory.PredictionFootprint(settings.Model, settings.Data.PatchSize, batch, mode).Activations > bytes)
            batch--;
        return batch;
    }
}
