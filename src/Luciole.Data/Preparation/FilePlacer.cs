using System.Collections.Concurrent;
using System.ComponentModel;
using System.Runtime.InteropServices;
using Luciole.Files;

namespace Luciole.Data.Preparation;

/// <summary>Gives images their places: by hard link, symbolic link or copy. May be used by several threads.</summary>
/// <param name="mode">What is allowed.</param>
/// <param name="copies">A folder for copies that are not complete yet, on the file system of the places.</param>
internal sealed partial class FilePlacer(PlacingMode mode, string copies)
{
    private const int CurrentFolder = -100;
    private const int FollowLinks = 0x400;
    private const int NotPermitted = 1;
    private const int OtherFileSystem = 18;
    private const int NoSpace = 28;
    private const int ReadOnly = 30;
    private const int TooManyLinks = 31;
    private const int NotImplemented = 38;
    private const int NotSupported = 95;
    private const int QuotaExceeded = 122;
    private readonly ConcurrentDictionary<(PlacedAs As, string Why), int> _fallbacks = [];

    /// <summary>How many images could not be hard links, what they are instead, and why.</summary>
    public IReadOnlyDictionary<(PlacedAs As, string Why), int> Fallbacks => _fallbacks;

    /// <summary>Lets <paramref name="destination"/>, where nothing is yet, be the image <paramref name="source"/>.</summary>
    /// <exception cref="InputException">The mode or the file system does not allow it.</exception>
    public PlacedAs Place(string source, string destination)
    {
        if (mode == PlacingMode.CopyOnly)
            return Copy(source, destination);
        var error = LinkAt(CurrentFolder, source, CurrentFolder, destination, FollowLinks) == 0 ? 0 : Marshal.GetLastPInvokeError();
        if (error == 0)
            return PlacedAs.HardLink;
        if (!IsForeseen(error))
            throw Failure(source, destination, "linked", error);
        var why = Marshal.GetPInvokeErrorMessage(error);
        error = SymLink(source, destination) == 0 ? 0 : Marshal.GetLastPInvokeError();
        if (error == 0)
            return Fallback(PlacedAs.SymbolicLink, why);
        if (!IsForeseen(error) || mode == PlacingMode.LinkOnly)
            throw Failure(source, destination, "linked", error);
        return Fallback(Copy(source, destination), Marshal.GetPInvokeErrorMessage(error));
    }

    /// <summary>Shares a copy that was made before, where the file system has hard links; else copies once more.</summary>
    public void PlaceBeside(string copy, string destination)
    {
        var error = LinkAt(CurrentFolder, copy, CurrentFolder, destination, 0) == 0 ? 0 : Marshal.GetLastPInvokeError();
        if (error == 0)
            return;
        if (!IsForeseen(error))
            throw Failure(copy, destination, "linked", error);
        Copy(copy, destination);
    }

    private PlacedAs Fallback(PlacedAs placed, string why)
    {
        _fallbacks.AddOrUpdate((placed, why), 1, (_, count) => count + 1);
        return placed;
    }

    private PlacedAs Copy(string source, string destination)
    {
        var partial = Path.Combine(copies, $"{Guid.NewGuid():N}.partial");
        try
        {
            using (var from = File.OpenRead(source))
            using (var to = new FileStream(partial, FileMode.CreateNew, FileAccess.Write))
            {
                from.CopyTo(to);
                to.Flush(flushToDisk: true);
            }

            File.SetLastWriteTimeUtc(partial, File.GetLastWriteTimeUtc(source));
            File.Move(partial, destination);
            return PlacedAs.Copy;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TryDelete(partial);
            throw new InputException($"{source}: cannot be copied to {destination} ({e.Message.TrimEnd('.')}); check the disk's free space and the permissions, then start again.", e);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The next start empties the folder; why the copy failed matters more.
        }
    }

    private static bool IsForeseen(int error) => error is NotPermitted or OtherFileSystem or TooManyLinks or NotImplemented or NotSupported;

    private static InputException Failure(string source, string destination, string how, int error)
    {
        var mend = error switch
        {
            NoSpace or QuotaExceeded => "make room on its disk and start again",
            ReadOnly => "choose a folder on a disk that can be written to",
            NotPermitted or NotSupported or NotImplemented => "use --copy",
            _ => "check the permissions",
        };
        return new InputException($"{source}: cannot be {how} to {destination} ({Marshal.GetPInvokeErrorMessage(error)}); {mend}.", new Win32Exception(error));
    }

    [LibraryImport("libc", EntryPoint = "linkat", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int LinkAt(int sourceFolder, string source, int destinationFolder, string destination, int flags);

    [LibraryImport("libc", EntryPoint = "symlink", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int SymLink(string target, string path);
}
