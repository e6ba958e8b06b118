namespace Luciole.Files;

/// <summary>Brings a folder's entries to the disk, so that a renamed file has its new name even after the power failed.</summary>
internal static class FolderSync
{
    /// <summary>Flushes a folder. File systems that cannot do it (some network ones) are left alone: the file itself is on the disk.</summary>
    public static void Flush(string folder)
    {
        if (!OperatingSystem.IsLinux())
            return;
        var descriptor = LibC.Open(folder, LibC.ReadOnly);
        if (descriptor < 0)
            return;
        _ = LibC.Synchronize(descriptor);
        _ = LibC.Close(descriptor);
    }
}
