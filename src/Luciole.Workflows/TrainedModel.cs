using Luciole.Checkpoints;
using Luciole.Configuration;
using Luciole.Files;
using Luciole.Models;
using Luciole.Torch;
using Luciole.Torch.StateDicts;

namespace Luciole.Workflows;

/// <summary>A network with its weights, ready to predict, and what is known of it.</summary>
public sealed class TrainedModel : IDisposable
{
    private TrainedModel(string path, ImageToImageModel network, ConfigurationResult configuration, CheckpointRecord? record, (string File, string Configuration) hashes)
    {
        Path = path;
        Network = network;
        Settings = configuration;
        Record = record;
        ChannelName = record?.ChannelName ?? ChannelNames.Guess(path);
        (Hash, ConfigurationHash) = hashes;
    }

    /// <summary>The checkpoint's file.</summary>
    public string Path { get; }

    /// <summary>The network, in evaluation mode.</summary>
    public ImageToImageModel Network { get; }

    /// <summary>The configuration, with the network's numbers as the weights demand.</summary>
    public ConfigurationResult Settings { get; }

    /// <summary>What Luciole wrote beside the weights; null for checkpoints of BiaPy.</summary>
    public CheckpointRecord? Record { get; }

    /// <summary>What it predicts, for instance <c>Nucleus</c>.</summary>
    public string ChannelName { get; }

    /// <summary>SHA-256 of the checkpoint's file.</summary>
    public string Hash { get; }

    /// <summary>SHA-256 of the configuration: <see cref="ConfigurationResult.Hash"/>.</summary>
    public string ConfigurationHash { get; }

    /// <summary>
    /// Opens a checkpoint by itself: its configuration is inside, or in a YAML file of the same name beside it, or in
    /// <paramref name="configurationFile"/>.
    /// </summary>
    /// <param name="path">The checkpoint.</param>
    /// <param name="configurationFile">A YAML file that describes the network, or null.</param>
    /// <param name="overrides"><c>KEY=VALUE</c> settings that win.</param>
    /// <param name="device">Where the network goes; asked when the file has been read and understood, which needs no libtorch.</param>
    /// <param name="record">What is known beyond the weights, when it is not in the checkpoint.</param>
    /// <exception cref="InputException">No configuration is found, or the checkpoint is not of a network that predicts images.</exception>
    public static TrainedModel Open(string path, string? configurationFile, IReadOnlyList<string> overrides, Func<Device> device, CheckpointRecord? record = null)
    {
        using var opened = OpenedModel.Open(path);
        var checkpoint = opened.Checkpoint;
        var beside = configurationFile ?? BesideOf(path);
        if (configurationFile is not null || (checkpoint.Configuration is null && beside is not null))
        {
            var given = ConfigurationReader.ReadFile(beside!, overrides);
            return Load(opened, Adopt(given, checkpoint), device, record);
        }

        if (checkpoint.Configuration is null)
            throw new InputException($"{path}: holds weights but no configuration, and no {System.IO.Path.GetFileNameWithoutExtension(path)}.yaml lies beside it; name the YAML file it was trained with by --config.");
        var inside = ConfigurationReader.FromCheckpoint(CheckpointValues.ToPlain(checkpoint.Configuration), path);
        return Load(opened, overrides.Count == 0 ? inside : WithOverrides(inside, path, overrides), device, record);
    }

    /// <summary>Opens the checkpoint that a run's configuration names, for that run.</summary>
    /// <exception cref="InputException">The checkpoint does not fit the run.</exception>
    public static TrainedModel Open(string path, ConfigurationResult run, Device device)
    {
        using var opened = OpenedModel.Open(path);
        return Load(opened, Adopt(run, opened.Checkpoint), () => device);
    }

    /// <summary>The run's configuration with the network of the checkpoint's own configuration, where it has one.</summary>
    internal static ConfigurationResult Adopt(ConfigurationResult run, PyTorchCheckpoint checkpoint)
    {
        if (checkpoint.Configuration is not { } inside)
            return run;
        var its = ConfigurationReader.FromCheckpoint(CheckpointValues.ToPlain(inside), checkpoint.Path);
        return CheckpointModel.Adopt(run, its.Configuration, checkpoint.Path);
    }

    /// <summary>Frees the network.</summary>
    public void Dispose() => Network.Dispose();

    private static TrainedModel Load(OpenedModel opened, ConfigurationResult configuration, Func<Device> device, CheckpointRecord? record = null)
    {
        var checkpoint = opened.Checkpoint;
        var settings = configuration.Configuration;
        if (settings.Model.Architecture == Architecture.MaskedAutoencoder)
            throw new InputException($"{checkpoint.Path}: is a masked autoencoder from pre-training, which predicts no fluorescence; fine-tune a UNETR from it first, or see what it reconstructs by luciole run with PROBLEM.TYPE: SELF_SUPERVISED and TEST.ENABLE: True.");
        // Before the network: libtorch may still be loading.
        var hashes = (opened.Hash, configuration.Hash);
        var chosen = device();
        var network = NetworkFactory.ImageToImage(settings.Model, settings.Data.PatchSize, initialize: false);
        try
        {
            StateDictLoader.Load(network, checkpoint.StateDict).RequireComplete(checkpoint.Path);
            network.MoveTo(chosen);
            network.Eval();
            return new TrainedModel(checkpoint.Path, network, configuration, CheckpointRecord.Of(checkpoint) ?? record, hashes);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private static ConfigurationResult WithOverrides(ConfigurationResult inside, string path, IReadOnlyList<string> overrides)
    {
        var changed = ConfigurationReader.ReadText(ConfigurationWriter.ToYaml(inside.Configuration), path, overrides);

        // A note about a value that an override replaces would only confuse.
        var keys = overrides.Select(o => o.Split('=')[0].Trim() + ":").ToList();
        var kept = inside.Notes.Where(n => !keys.Exists(k => n.Old.StartsWith(k, StringComparison.Ordinal)));
        return changed with { Notes = [.. kept, .. changed.Notes] };
    }

    private static string? BesideOf(string path)
    {
        var stem = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path) ?? "", System.IO.Path.GetFileNameWithoutExtension(path));
        return new[] { ".yaml", ".yml" }.Select(extension => stem + extension).FirstOrDefault(File.Exists);
    }
}
