using Luciole.Checkpoints;
using Luciole.Configuration;
using Luciole.Torch.Modules;
using Luciole.Torch.StateDicts;

namespace Luciole.Workflows;

/// <summary>
/// Writes a network with its configuration as a PyTorch checkpoint: BiaPy's entries <c>model</c>, <c>epoch</c> and <c>cfg</c>, and
/// Luciole's own record.
/// </summary>
internal sealed class CheckpointSaver(Module network, LucioleConfiguration configuration, CheckpointRecord record)
{
    /// <summary>Writes the file in one piece.</summary>
    /// <param name="path">The file.</param>
    /// <param name="epoch">The epoch from 1, or <c>best</c>.</param>
    public void Save(string path, PickleValue epoch)
    {
        var weights = new PickleDict(PickleDict.OrderedDict);
        foreach (var (name, tensor) in StateDictWriter.Tensors(network))
            weights.Add(name, tensor);
        var root = new PickleDict
        {
            { "model", weights },
            { "epoch", epoch },
            { "cfg", CheckpointValues.FromPlain(ConfigurationWriter.ToDictionary(configuration)) },
        };
        record.AddTo(root);
        CheckpointWriter.Write(path, root);
    }
}
