using Luciole.Configuration;
using Luciole.Torch.Modules;
using Luciole.Torch.Runtime;
using Luciole.Torch.StateDicts;

namespace Luciole.Workflows;

/// <summary>Writes a checkpoint of untrained weights: to try a configuration's size and speed before anything is trained.</summary>
public static class StartingWeights
{
    /// <summary>Draws the weights from <c>SYSTEM.SEED</c> and writes them with the configuration.</summary>
    /// <param name="configuration">Describes the network.</param>
    /// <param name="path">The checkpoint.</param>
    /// <param name="version">The program's version.</param>
    /// <returns>How many parameters it has.</returns>
    public static long Write(LucioleConfiguration configuration, string path, string version)
    {
        RandomState.Seed(configuration.System.Seed);
        using Module network = configuration.Model.Architecture == Architecture.MaskedAutoencoder
            ? NetworkFactory.Autoencoder(configuration.Model, configuration.Data.PatchSize, initialize: true)
            : NetworkFactory.ImageToImage(configuration.Model, configuration.Data.PatchSize, initialize: true);
        CheckpointEntries.Write(path, configuration, 0, StateDictWriter.ToOrderedDict(network), new CheckpointRecord(version, null, null));
        return network.ParameterCount;
    }
}
