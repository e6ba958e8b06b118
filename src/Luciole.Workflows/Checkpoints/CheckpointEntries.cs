using Luciole.Checkpoints;
using Luciole.Configuration;

namespace Luciole.Workflows;

/// <summary>The outermost entries of Luciole's checkpoints: those of BiaPy, and Luciole's own record.</summary>
internal static class CheckpointEntries
{
    /// <summary>The version of BiaPy whose entries these are.</summary>
    private const string BiaPyVersion = "3.5.12";

    /// <summary>Everything but the weights and the optimiser.</summary>
    public static void AddDescription(PickleDict root, LucioleConfiguration configuration, long epoch, PickleDict record)
    {
        root.Add("epoch", epoch);
        root.Add("model_build_kwargs", CheckpointValues.FromPlain(BuildArguments.Of(configuration)));
        root.Add("cfg", CheckpointValues.FromPlain(ConfigurationWriter.ToDictionary(configuration)));
        root.Add("biapy_version", BiaPyVersion);
        root.Add(CheckpointRecord.Key, record);
    }

    /// <summary>Writes a checkpoint of weights alone, in one piece.</summary>
    public static void Write(string path, LucioleConfiguration configuration, long epoch, PickleDict weights, CheckpointRecord record)
    {
        var root = new PickleDict { { "model", weights } };
        AddDescription(root, configuration, epoch, record.ToEntry());
        CheckpointWriter.Write(path, root);
    }
}
