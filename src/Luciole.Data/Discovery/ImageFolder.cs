using Luciole.Files;

namespace Luciole.Data.Discovery;

/// <summary>The images and folders directly inside a folder: known extensions only, nothing hidden, in natural order.</summary>
public static class ImageFolder
{
    private static readonly string[] Extensions = [".tif", ".tiff", ".npy"];

    /// <summary>Whether a file's name has an extension that is read: tif, tiff or npy, in any case.</summary>
    public static bool IsImage(string path) =>
        !Path.GetFileName(path).StartsWith('.') && Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>A file's name without its image extension and without <c>.ome</c>.</summary>
    public static string Stem(string path)
    {
        var stem = IsImage(path) ? Path.GetFileNameWithoutExtension(path) : Path.GetFileName(path);
        return stem.EndsWith(".ome", StringComparison.OrdinalIgnoreCase) ? stem[..^4] : stem;
    }

    /// <summary>The images in a folder, possibly none.</summary>
    /// <exception cref="InputException">The folder is missing or cannot be read.</exception>
    public static IReadOnlyList<string> Images(string folder) => List(folder, Directory.EnumerateFiles, IsImage);

    /// <summary>The images in a folder, at least one.</summary>
    /// <exception cref="InputException">The folder is missing, cannot be read, or holds no image.</exception>
    public static IReadOnlyList<string> RequireImages(string folder)
    {
        var images = Images(folder);
        if (images.Count > 0)
            return images;
        var other = Directory.EnumerateFiles(folder).Select(Path.GetFileName).FirstOrDefault(name => !name!.StartsWith('.'));
        throw new InputException(other is null
            ? $"{folder}: holds no image; put .tif, .tiff or .npy files there."
            : $"{folder}: holds no .tif, .tiff or .npy image, only other files such as {other}; convert them or name another folder.");
    }

    /// <summary>The folders in a folder, possibly none.</summary>
    /// <exception cref="InputException">The folder is missing or cannot be read.</exception>
    public static IReadOnlyList<string> Folders(string folder) => List(folder, Directory.EnumerateDirectories, path => !Path.GetFileName(path).StartsWith('.'));

    private static List<string> List(string folder, Func<string, IEnumerable<string>> enumerate, Func<string, bool> wanted)
    {
        if (!Directory.Exists(folder))
        {
            throw new InputException(File.Exists(folder)
                ? $"{folder}: is a file, a folder was expected."
                : $"{folder}: no such folder; check the path.");
        }

        try
        {
            return [.. enumerate(folder).Where(wanted).OrderBy(Path.GetFileName, NaturalOrder.Instance)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{folder}: cannot be read ({e.Message.TrimEnd('.')}).", e);
        }
    }
}
