namespace Luciole.Data.Preparation;

/// <summary>Removes folders, never what is in them.</summary>
internal static class EmptyFolder
{
    /// <summary>Removes a folder if it is there and empty.</summary>
    /// <returns>Whether it is gone.</returns>
    public static bool Remove(string folder)
    {
        if (!Directory.Exists(folder))
            return true;
        if (Directory.EnumerateFileSystemEntries(folder).Any())
            return false;
        Directory.Delete(folder);
        return true;
    }
}
