namespace Luciole.Data.Checking;

/// <summary>How a file is told from a later state of itself.</summary>
/// <param name="Length">Bytes, or -1 where there is no file.</param>
/// <param name="Ticks">The time of its last change, in 100 ns since the year 1, UTC.</param>
public readonly record struct FileStamp(long Length, long Ticks)
{
    /// <summary>The stamp of a file as it is now.</summary>
    public static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new FileStamp(file.Length, file.LastWriteTimeUtc.Ticks) : new FileStamp(-1, 0);
    }
}
