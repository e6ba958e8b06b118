using Luciole.Checkpoints;
using Luciole.Configuration;
using Luciole.Files;
using Luciole.Models;
using Luciole.Torch;
using Luciole.Torch.StateDicts;

namespace Luciole.Workflows;

/// <summary>A masked autoencoder with its weights, ready to reconstruct, and what is known of it.</summary>
public sealed class TrainedAutoencoder : IDisposable
{
    private TrainedAutoencoder(string path, MaskedAutoencoder network, ConfigurationResult configuration)
    {
        Path = path;
        Network = network;
        Settings = configuration;
        Hash = ContentHash.OfFile(path);
    }

    /// <summary>The checkpoint's file.</summary>
    public string Path { get; }

    /// <summary>The network, in evaluation mode.</summary>
    public MaskedAutoencoder Network { get; }

    /// <summary>The configuration, with the network's numbers as the weights demand.</summary>
    public ConfigurationResult Settings { get; }

    /// <summary>SHA-256 of the checkpoint's file.</summary>
    public string Hash { get; }

    /// <summary>Opens the checkpoint that a run's configuration names, for that run.</summary>
    /// <exception cref="InputException">The checkpoint does not fit the run.</exception>
    public static TrainedAutoencoder Open(string path, ConfigurationResult run, Device device)
    {
        using var checkpoint = PyTorchCheckpoint.Open(path);
        var adopted = TrainedModel.Adopt(run, checkpoint);
        var settings = adopted.Configuration;
        var network = NetworkFactory.Autoencoder(settings.Model, settings.Data.PatchSize, initialize: false);
        try
        {
            StateDictLoader.Load(network, checkpoint.StateDict).RequireComplete(checkpoint.Path);
            network.MoveTo(device);
            network.Eval();
            return new TrainedAutoencoder(checkpoint.Path, network, adopted);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Frees the network.</summary>
    public void Dispose() => Network.Dispose();
}
