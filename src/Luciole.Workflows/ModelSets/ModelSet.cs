using Luciole.Data.Discovery;
using Luciole.Files;

namespace Luciole.Workflows.ModelSets;

/// <summary>
/// The trained models of one to four organelles: a folder or zip that <c>luciole pack</c> made, a folder of <c>.pth</c> files, or one
/// such file. Opening reads names only; a member's weights are read when it is loaded.
/// </summary>
public sealed class ModelSet : IDisposable
{
    private readonly UnpackedSet? _unpacked;

    private ModelSet(string path, IReadOnlyList<ModelSetMember> members, UnpackedSet? unpacked)
    {
        Path = path;
        Members = members;
        _unpacked = unpacked;
    }

    /// <summary>What was opened.</summary>
    public string Path { get; }

    /// <summary>One for each organelle: nucleus, mitochondria, actin, tubulin, then what else there is by name. At least one.</summary>
    public IReadOnlyList<ModelSetMember> Members { get; }

    /// <summary>Opens a set.</summary>
    /// <param name="path">A folder, a zip, or a checkpoint.</param>
    /// <exception cref="InputException">There is no model in it, one is damaged, or two predict the same.</exception>
    public static ModelSet Open(string path)
    {
        if (Directory.Exists(path))
            return new ModelSet(path, Ordered(path, MembersOf(path)), null);
        if (!File.Exists(path))
            throw new InputException($"{path}: no such folder or file; name a folder or zip that luciole pack made, or a folder of .pth files.");
        if (!UnpackedSet.IsPackedZip(path))
            return new ModelSet(path, [CheckpointMember.Read(path)], null);
        var unpacked = UnpackedSet.Of(path);
        try
        {
            return new ModelSet(path, Ordered(path, MembersOf(unpacked.Folder)), unpacked);
        }
        catch
        {
            unpacked.Dispose();
            throw;
        }
    }

    /// <summary>Removes what was unpacked from a zip; loaded models stay.</summary>
    public void Dispose() => _unpacked?.Dispose();

    private static List<ModelSetMember> MembersOf(string folder)
    {
        if (PackedMember.IsPacked(folder))
            return [PackedMember.Read(folder)];
        var packed = ImageFolder.Folders(folder).Where(PackedMember.IsPacked).Select(PackedMember.Read);
        var checkpoints = Directory.EnumerateFiles(folder).Where(CheckpointMember.HasItsName).Order(StringComparer.Ordinal).Select(CheckpointMember.Read);
        return [.. packed, .. checkpoints];
    }

    private static List<ModelSetMember> Ordered(string path, List<ModelSetMember> members)
    {
        if (members.Count == 0)
            throw new InputException($"{path}: holds no model, neither rdf.yaml (as luciole pack writes) nor .pth files; name the folder that does.");
        foreach (var same in members.GroupBy(m => m.Name, StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1).Select(g => g.ToList()))
            throw new InputException($"{path}: {System.IO.Path.GetFileName(same[0].WeightsPath)} and {System.IO.Path.GetFileName(same[1].WeightsPath)} both predict {same[0].Name}; keep one of them in the folder.");
        return [.. members.OrderBy(m => m.Organelle is { } organelle ? (int)organelle : int.MaxValue).ThenBy(m => m.Name, StringComparer.Ordinal)];
    }
}
