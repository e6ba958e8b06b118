using Luciole.Configuration;
using Luciole.Models.Footprint;

namespace Luciole.Workflows.Capacity;

/// <summary>What a training will need of the machine, told from its configuration before anything is made, in bytes.</summary>
/// <param name="Network">What the network needs.</param>
/// <param name="Batches">Batches that wait or are in work.</param>
/// <param name="Checkpoint">One checkpoint: weights, the optimiser's state, the average.</param>
internal sealed record TrainingNeeds(TrainingFootprint Network, long Batches, long Checkpoint)
{
    // .NET, libtorch and the program, measured.
    private const long Program = 200L << 20;
    private const int BatchesAtATime = 4;

    /// <summary>All memory, decoded images left out: these take what is left.</summary>
    public long Memory => Program + Network.Total + Batches;

    /// <summary>The needs of a configuration.</summary>
    /// <exception cref="Luciole.Files.InputException">The network's numbers contradict each other.</exception>
    public static TrainingNeeds Of(LucioleConfiguration settings) => Of(settings, settings.Data.PatchSize, settings.Train.BatchSize, settings.Train.AccumulationSteps);

    /// <summary>The needs if patches and batches had another size.</summary>
    public static TrainingNeeds Of(LucioleConfiguration settings, PatchSize patch, int batch, int accumulation)
    {
        var copies = new TrainingCopies(settings.Train.Optimizer == OptimizerType.Sgd ? 1 : 2, settings.Train.AverageDecay is not null, accumulation > 1, NetworkFactory.Recomputed(settings.Train.Recompute));
        var network = NetworkFactory.Footprint(settings.Model, patch, batch, copies);
        var images = settings.Problem.Workflow == Workflow.ImageToImage ? 2 : 1;
        var samples = (long)patch.Height * patch.Width * patch.Channels * images * batch * sizeof(float);
        return new TrainingNeeds(network, samples * BatchesAtATime, network.Weights + network.OptimizerState + network.Average);
    }
}
