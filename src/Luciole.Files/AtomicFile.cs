namespace Luciole.Files;

/// <summary>
/// A file that appears under its final name only when it is complete: it is written to a temporary name in the same folder,
/// flushed to the disk and renamed. Disposing without <see cref="Commit"/> deletes the temporary file.
/// </summary>
public sealed class AtomicFile : IDisposable
{
    private readonly string _finalPath;
    private FileStream? _stream;

    /// <summary>Starts a file that will be <paramref name="path"/>; the folder is created when missing.</summary>
    /// <exception cref="InputException">The folder or the temporary file cannot be created.</exception>
    public AtomicFile(string path)
    {
        _finalPath = Path.GetFullPath(path);
        var folder = Path.GetDirectoryName(_finalPath)!;
        TemporaryPath = Path.Combine(folder, $".{Guid.NewGuid():N}.partial");
        try
        {
            Directory.CreateDirectory(folder);
            _stream = new FileStream(TemporaryPath, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, 1 << 16);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: cannot be written ({e.Message.TrimEnd('.')}); choose a folder that exists and that you may write to.", e);
        }
    }

    /// <summary>The name the file has until it is complete. Writers that open files by name may write here; see <see cref="CloseStream"/>.</summary>
    public string TemporaryPath { get; }

    /// <summary>The stream to write to.</summary>
    public FileStream Stream => _stream ?? throw new ObjectDisposedException(nameof(AtomicFile));

    /// <summary>Gives the temporary file to a writer that opens it by <see cref="TemporaryPath"/> itself.</summary>
    public void CloseStream()
    {
        var stream = _stream;
        _stream = null;
        stream?.Dispose();
    }

    /// <summary>Flushes to the disk and gives the file its final name, replacing what was there.</summary>
    /// <exception cref="InputException">The disk is full, or a folder has the name.</exception>
    public void Commit()
    {
        try
        {
            _stream ??= new FileStream(TemporaryPath, FileMode.Open, FileAccess.ReadWrite);
            _stream.Flush(flushToDisk: true);
            CloseStream();
            File.Move(TemporaryPath, _finalPath, overwrite: true);
            FolderSync.Flush(Path.GetDirectoryName(_finalPath)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException(
                Directory.Exists(_finalPath) ? $"{_finalPath}: is a folder; give the name of a file to write."
                : $"{_finalPath}: cannot be completed ({e.Message.TrimEnd('.')}); check the disk's free space and the folder's permissions.", e);
        }
    }

    /// <summary>Writes <paramref name="text"/> (UTF-8, no byte-order mark) to <paramref name="path"/> in one piece.</summary>
    public static void WriteAllText(string path, string text)
    {
        using var file = new AtomicFile(path);
        file.Stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
        file.Commit();
    }

    /// <summary>Writes <paramref name="bytes"/> to <paramref name="path"/> in one piece.</summary>
    public static void WriteAllBytes(string path, ReadOnlySpan<byte> bytes)
    {
        using var file = new AtomicFile(path);
        file.Stream.Write(bytes);
        file.Commit();
    }

    /// <summary>Deletes the temporary files that killed processes left in a folder. Nobody else may be writing into it.</summary>
    public static void RemoveUnfinished(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, ".*.partial").Where(IsTemporary))
            File.Delete(file);
    }

    private static bool IsTemporary(string path) => Guid.TryParseExact(Path.GetFileNameWithoutExtension(path).AsSpan(1), "N", out _);

    /// <summary>Deletes the temporary file when the file was not committed.</summary>
    public void Dispose()
    {
        try
        {
            CloseStream();
        }
        catch (IOException)
        {
            // What is still buffered does not fit on the disk; the file is thrown away all the same.
        }

        try
        {
            File.Delete(TemporaryPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A leftover hidden .partial file is harmless; the error that brought us here matters more.
        }
    }
}
