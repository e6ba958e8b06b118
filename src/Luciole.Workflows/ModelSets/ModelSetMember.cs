using Luciole.Data.Studies;
using Luciole.Files;
using Luciole.Torch;

namespace Luciole.Workflows.ModelSets;

/// <summary>One model of a set, before its weights are read.</summary>
public sealed record ModelSetMember
{
    /// <summary>What it predicts, for instance <c>Nucleus</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The organelle of that name; null when it is none of the four.</summary>
    public Organelle? Organelle => Enum.TryParse<Organelle>(Name, ignoreCase: true, out var organelle) && Enum.IsDefined(organelle) ? organelle : null;

    /// <summary>The weights: <c>.pth</c>, <c>.pt</c> or <c>.safetensors</c>.</summary>
    public required string WeightsPath { get; init; }

    /// <summary>The YAML file of its configuration; null when that is inside the checkpoint or beside it.</summary>
    public string? ConfigurationPath { get; init; }

    /// <summary>The JSON file with the statistics of its training images; null when they are not known.</summary>
    public string? StatisticsPath { get; init; }

    /// <summary>An input with the output that it must give; null when the set has none.</summary>
    public ModelTestSample? Sample { get; init; }

    /// <summary>What Luciole knows beyond the weights, of a packed model; null when it is in the checkpoint.</summary>
    public CheckpointRecord? Record { get; init; }

    /// <summary>Files of the description with the SHA-256 that it says they have; empty for a plain checkpoint.</summary>
    internal IReadOnlyDictionary<string, string> Hashes { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Reads the weights. The caller disposes the model.</summary>
    /// <param name="overrides"><c>KEY=VALUE</c> settings that win.</param>
    /// <param name="device">Where the network goes; asked when the files have been read and understood.</param>
    /// <exception cref="InputException">A file is damaged, is not the one that was packed, or is of a network that predicts no images.</exception>
    public TrainedModel Load(IReadOnlyList<string> overrides, Func<Device> device)
    {
        foreach (var (path, expected) in Hashes)
        {
            if (ContentHash.OfFile(path) is var found && !string.Equals(found, expected, StringComparison.OrdinalIgnoreCase))
                throw new InputException($"{path}: is not the file that was packed (SHA-256 {found[..12]}..., the description says {expected[..Math.Min(12, expected.Length)]}...); copy or download the set again.");
        }

        return TrainedModel.Open(WeightsPath, ConfigurationPath, overrides, device, Record ?? (ConfigurationPath is null ? null : new CheckpointRecord("", Name, null)));
    }

    /// <summary>Predicts the test sample and compares; does nothing where the set has none.</summary>
    /// <param name="model">This member, loaded.</param>
    /// <param name="device">Where its network is.</param>
    /// <exception cref="InputException">The prediction is not the one that was packed.</exception>
    public void Verify(TrainedModel model, Device device) => Sample?.Verify(model, device);
}
