using Luciole.Files;

namespace Luciole.Data.Discovery;

/// <summary>Images to predict: a plain folder, a tree of several raws for one target, or files and folders named one by one.</summary>
public static class TestFolders
{
    /// <summary>
    /// Every image of a folder once: those directly inside, or else those of its sub-folders. With a target folder, each is paired
    /// with its own target.
    /// </summary>
    /// <exception cref="InputException">A folder is missing or holds no image, or an image has no target.</exception>
    public static SampleList Read(string rawFolder, string? targetFolder = null)
    {
        if (ImageFolder.Images(rawFolder).Count == 0 && ImageFolder.Folders(rawFolder).Count > 0)
            return targetFolder is null ? MultipleRawFolders.Read(rawFolder) : MultipleRawFolders.Read(rawFolder, targetFolder);
        return targetFolder is null ? PlainFolders.Read(rawFolder) : PlainFolders.Read(rawFolder, targetFolder);
    }

    /// <summary>Images named one by one, and all images of folders that are named; each file once.</summary>
    /// <exception cref="InputException">Something named does not exist, or a folder holds no image.</exception>
    public static SampleList Read(IEnumerable<string> paths)
    {
        var samples = new List<Sample>();
        var notes = new List<string>();
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
            {
                var list = Read(path);
                var raws = list.Samples.Where(sample => sample.Name?.Organelle is null).ToList();
                if (raws.Count > 0 && raws.Count < list.Samples.Count)
                    notes.Add($"{path}: {list.Samples.Count - raws.Count} of its images are fluorescence by their names and are left out.");
                samples.AddRange(raws.Count > 0 ? raws : list.Samples);
                notes.AddRange(list.Notes);
            }
            else if (File.Exists(path))
            {
                samples.Add(new Sample(path, null, path));
            }
            else
            {
                throw new InputException($"{path}: no such file or folder; check the path.");
            }
        }

        return new SampleList([.. samples.DistinctBy(sample => Path.GetFullPath(sample.RawPath))], notes);
    }
}
