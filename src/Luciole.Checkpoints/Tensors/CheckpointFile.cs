using Luciole.Files;
using Microsoft.Win32.SafeHandles;

namespace Luciole.Checkpoints;

/// <summary>An open checkpoint file that is read at any place, from any thread.</summary>
internal sealed class CheckpointFile : IDisposable
{
    private readonly SafeFileHandle _handle;

    public CheckpointFile(string path)
    {
        Path = path;
        try
        {
            _handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.RandomAccess);
            Length = RandomAccess.GetLength(_handle);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            _handle?.Dispose();
            throw new InputException($"{path}: cannot be read ({e.Message.TrimEnd('.')}); name a checkpoint file that exists and that you may read.", e);
        }
    }

    public string Path { get; }

    public long Length { get; }

    public void Read(long position, Span<byte> destination)
    {
        if (position < 0 || position > Length - destination.Length)
            throw Error("ends before its content does, so it is cut off; copy or download it again");
        try
        {
            while (!destination.IsEmpty)
            {
                var got = RandomAccess.Read(_handle, destination, position);
                if (got == 0)
                    throw Error("became shorter while it was read; keep the file as it is until the program ends");
                destination = destination[got..];
                position += got;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{Path}: cannot be read ({e.Message.TrimEnd('.')}); check the disk or the network folder it lies on.", e);
        }
    }

    /// <summary>An error about this file; <paramref name="what"/> is the rest of the sentence.</summary>
    public InputException Error(string what) => new($"{Path}: {what}.");

    /// <summary>An error about damage that only another copy of the file mends.</summary>
    public InputException Damaged(string how) => Error($"is damaged ({how}); copy or download it again");

    public void Dispose() => _handle.Dispose();
}
