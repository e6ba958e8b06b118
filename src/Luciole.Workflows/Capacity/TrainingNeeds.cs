using Luciole.Configuration;
using Luciole.Models.Footprint;
using Luciole.Torch;

namespace Luciole.Workflows.Capacity;

/// <summary>What a training will need of the device that computes, told from its configuration before anything is made, in bytes.</summary>
/// <param name="Network">What the network needs.</param>
/// <param name="Batches">Batches that wait or are in work on the processor.</param>
/// <param name="Checkpoint">One checkpoint: weights, the optimiser's state, the average.</param>
/// <param name="Mode">Where and how it is computed.</param>
internal sealed record TrainingNeeds(TrainingFootprint Network, long Batches, long Checkpoint, ComputeMode Mode)
{
    // .NET, libtorch and the program, measured.
    private const long Program = 200L << 20;
    private const int BatchesAtATime = 4;

    private const int BatchesOnGpu = 2;

    /// <summary>
    /// All memory of the device. On the processor decoded images are left out: these take what is left. On a GPU its context is left out, which
    /// is not free any more when somebody asks what is.
    /// </summary>
    public long Memory => IsOnGpu ? Network.Total + (Batches / BatchesAtATime * BatchesOnGpu) : OnProcessor + Network.Total;

    /// <summary>The processor's memory, without what the network takes there: the program and the batches.</summary>
    public long OnProcessor => Program + Batches;

    /// <summary>Whether the network is computed on a GPU.</summary>
    public bool IsOnGpu => Mode.Device == DeviceKind.Cuda;

    /// <summary>The needs of a configuration.</summary>
    /// <param name="settings">The configuration.</param>
    /// <param name="mode">Where and how it is computed; null: on the processor in single precision.</param>
    /// <exception cref="Luciole.Files.InputException">The network's numbers contradict each other.</exception>
    public static TrainingNeeds Of(LucioleConfiguration settings, ComputeMode? mode = null) =>
        Of(settings, settings.Data.PatchSize, settings.Train.BatchSize, settings.Train.AccumulationSteps, mode);

    /// <summary>The needs if patches and batches had another size.</summary>
    public static TrainingNeeds Of(LucioleConfiguration settings, PatchSize patch, int batch, int accumulation, ComputeMode? mode = null)
    {
        var where = mode ?? ComputeMode.Processor;
        var copies = new TrainingCopies(settings.Train.Optimizer == OptimizerType.Sgd ? 1 : 2, settings.Train.AverageDecay is not null, accumulation > 1, NetworkFactory.Recomputed(settings.Train.Recompute));
        var network = NetworkFactory.Footprint(settings.Model, patch, batch, copies, where);
        var images = settings.Problem.Workflow == Workflow.ImageToImage ? 2 : 1;
        var samples = (long)patch.Height * patch.Width * patch.Channels * images * batch * sizeof(float);
        return new TrainingNeeds(network, samples * BatchesAtATime, network.Weights + network.OptimizerState + network.Average, where);
    }
}
