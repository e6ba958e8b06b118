using Luciole.Checkpoints;
using Luciole.Files;

namespace Luciole.Workflows.ModelSets;

/// <summary>A plain checkpoint as a member of a set.</summary>
internal static class CheckpointMember
{
    private static readonly string[] s_extensions = [".pth", ".pt", ".safetensors"];

    /// <summary>Whether a file is named like a checkpoint.</summary>
    public static bool HasItsName(string path) =>
        !System.IO.Path.GetFileName(path).StartsWith('.') && s_extensions.Contains(System.IO.Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads what it predicts: from itself, else from its file's name.</summary>
    /// <exception cref="InputException">It is no checkpoint.</exception>
    public static ModelSetMember Read(string path)
    {
        using var checkpoint = PyTorchCheckpoint.Open(path);
        return new ModelSetMember { Name = CheckpointRecord.Of(checkpoint)?.ChannelName ?? ChannelNames.Guess(path), WeightsPath = path };
    }
}
