using System.IO.Compression;
using Luciole.Checkpoints;
using Luciole.Files;

namespace Luciole.Workflows.ModelSets;

/// <summary>A zip of a model set, unpacked into a folder of its own that disposing removes.</summary>
internal sealed class UnpackedSet : IDisposable
{
    // A set of four of the largest published networks has 4 GiB.
    private const long LargestSet = 64L << 30;
    private const int MostFiles = 1000;

    private UnpackedSet(string folder) => Folder = folder;

    /// <summary>Where the files are.</summary>
    public string Folder { get; }

    /// <summary>Whether a file is a zip with a description in it: a PyTorch checkpoint is a zip too.</summary>
    public static bool IsPackedZip(string path)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            return zip.Entries.Any(entry => entry.Name == PackedMember.DescriptionName) || !PyTorchCheckpoint.LooksLike(path);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Unpacks a set.</summary>
    /// <exception cref="InputException">It is damaged, too large, or names files outside of itself.</exception>
    public static UnpackedSet Of(string path)
    {
        var unpacked = new UnpackedSet(Directory.CreateTempSubdirectory("luciole-models-").FullName);
        try
        {
            using var zip = ZipFile.OpenRead(path);
            if (zip.Entries.Count > MostFiles || zip.Entries.Sum(entry => Math.Max(0, entry.Length)) > LargestSet)
                throw new InputException($"{path}: holds more than {MostFiles} files or {LargestSet >> 30} GiB, which no model set does; name another file.");
            foreach (var entry in zip.Entries.Where(entry => !entry.FullName.EndsWith('/')))
                entry.ExtractToFile(unpacked.PlaceOf(path, entry.FullName));
            return unpacked;
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException)
        {
            unpacked.Dispose();
            throw new InputException($"{path}: is damaged ({e.Message.TrimEnd('.')}); copy or download it again.", e);
        }
        catch
        {
            unpacked.Dispose();
            throw;
        }
    }

    /// <summary>Removes the folder.</summary>
    public void Dispose()
    {
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The system empties its folder of temporary files.
        }
    }

    private string PlaceOf(string path, string name)
    {
        var parts = name.Split('/');
        if (parts.Length > 3 || parts.Any(part => part is "" or "." or ".." || part.AsSpan().ContainsAny('\\', '\0', ':')))
            throw new InputException($"{path}: holds a file named {name}, which is no name in a model set; get the set from where it was packed.");
        var place = Path.Combine([Folder, .. parts]);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        return place;
    }
}
