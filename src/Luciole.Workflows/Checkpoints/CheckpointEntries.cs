using Luciole.Checkpoints;
using Luciole.Configuration;

namespace Luciole.Workflows;

/// <summary>The outermost entries of Luciole's checkpoints: those of BiaPy, and Luciole's own record.</summary>
internal static class CheckpointEntries
{
    /// <summary>The version of BiaPy whose entries these are.</summary>
    public const string BiaPyVersion = "3.5.12";

    /// <summary>Everything but the weights and the optimiser.</summary>
    public static void AddDescription(PickleDict root, LucioleConfiguration configuration, long epoch, PickleDict record)
    {
        root.Add("epoch", epoch);
        AddConfiguration(root, configuration, ConfigurationWriter.ToDictionary(configuration));
        root.Add(CheckpointRecord.Key, record);
    }

    /// <summary>The entries that BiaPy's own checkpoints describe their network with.</summary>
    /// <param name="root">Gets the entries.</param>
    /// <param name="configuration">Describes the network.</param>
    /// <param name="sections">What is written of it.</param>
    public static void AddConfiguration(PickleDict root, LucioleConfiguration configuration, IReadOnlyDictionary<string, object?> sections)
    {
        root.Add("model_build_kwargs", CheckpointValues.FromPlain(BuildArguments.Of(configuration)));
        root.Add("cfg", CheckpointValues.FromPlain(sections));
        root.Add("biapy_version", BiaPyVersion);
    }

    /// <summary>Writes a checkpoint of weights alone, in one piece.</summary>
    public static void Write(string path, LucioleConfiguration configuration, long epoch, PickleDict weights, CheckpointRecord record)
    {
        var root = new PickleDict { { "model", weights } };
        AddDescription(root, configuration, epoch, record.ToEntry());
        CheckpointWriter.Write(path, root);
    }
}
