namespace Luciole.Files;

/// <summary>Gives a finished file a second name without writing it again.</summary>
public static class SecondName
{
    /// <summary>
    /// Makes <paramref name="path"/> the same file as <paramref name="existing"/> by a hard link, replacing what was there in one step;
    /// where the file system has no hard links, it becomes a copy. Neither file may be changed in place afterwards.
    /// </summary>
    /// <exception cref="InputException">The folder cannot be written, or the disk is full.</exception>
    public static void Give(string existing, string path)
    {
        var final = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(final)!;
        var temporary = Path.Combine(folder, $".{Guid.NewGuid():N}.partial");
        try
        {
            Directory.CreateDirectory(folder);
            if (LibC.Link(existing, temporary) != 0)
                File.Copy(existing, temporary);
            File.Move(temporary, final, overwrite: true);
            FolderSync.Flush(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be written ({e.Message.TrimEnd('.')}); check the disk's free space and the folder's permissions.", e);
        }
        finally
        {
            // Renaming one name of a file to another of the same file leaves both.
            File.Delete(temporary);
        }
    }
}
