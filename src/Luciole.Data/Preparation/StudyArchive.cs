using System.Formats.Tar;
using System.IO.Compression;
using Luciole.Files;

namespace Luciole.Data.Preparation;

/// <summary>
/// Takes the images of studies out of a <c>.tar.gz</c> (or <c>.tgz</c>) archive. An image's study is the folder it lies
/// in, whatever lies above; images without folder belong to a study of the archive's name. Only regular files with names of the
/// challenge are taken. Nothing outside the given folder is ever written: no path of the archive is followed.
/// </summary>
internal sealed class StudyArchive(string archive, IPreparationLog log, CancellationToken stop)
{
    private const int WriteBuffer = 1 << 20;
    private const int EndMark = 1024;
    private readonly FileInfo _archive = new(archive);
    private readonly Dictionary<(string Study, string Name), string> _entryOf = [];
    private readonly List<ExtractedFile> _files = [];
    private readonly List<LeftOut> _leftOut = [];

    /// <summary>
    /// Makes <paramref name="folder"/> hold the archive's studies, one folder each. It appears when all is extracted; one that an
    /// earlier run extracted from the same archive stays, one from another state of the archive is replaced.
    /// </summary>
    /// <exception cref="InputException">The archive is damaged, holds two files for one image, or does not fit on the disk.</exception>
    public ArchiveRecord ExtractTo(string folder)
    {
        if (_archive.FullName.Any(char.IsControl))
            throw new InputException($"{archive}: has a line break or another control character in its name; rename it.");
        if (ArchiveRecord.Read(folder) is { } earlier && earlier.IsCurrent(folder, _archive))
            return earlier;
        if (Directory.Exists(folder) && ArchiveRecord.Read(folder) is null)
            throw new InputException($"{folder}: was not extracted by an earlier run; move it away, {archive} is to be extracted there.");
        var partial = Path.Combine(Path.GetDirectoryName(folder)!, $".{Path.GetFileName(folder)}.partial");
        Delete(partial);
        try
        {
            Directory.CreateDirectory(partial);
            ReadEntries(partial);
            var record = new ArchiveRecord(_archive.FullName, _archive.Length, _archive.LastWriteTimeUtc.Ticks, _files, _leftOut);
            record.Write(partial);
            Delete(folder);
            Directory.Move(partial, folder);
            return record;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new InputException($"{archive}: is damaged or cut off ({e.Message.TrimEnd('.')}); fetch it again.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{archive}: cannot be extracted to {folder} ({e.Message.TrimEnd('.')}); check the disk's free space and the permissions.", e);
        }
        finally
        {
            Delete(partial);
        }
    }

    private static void Delete(string folder)
    {
        if (Directory.Exists(folder))
            Directory.Delete(folder, recursive: true);
    }

    private void ReadEntries(string target)
    {
        using var file = _archive.OpenRead();
        using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        using var plain = new ZeroTail(unzipped);
        using var reader = new TarReader(plain);
        while (reader.GetNextEntry() is { } entry)
        {
            stop.ThrowIfCancellationRequested();
            log.Progress($"extract {_archive.Name}", "MB", file.Position / 1e6, file.Length / 1e6);
            Take(entry, target);
        }

        // Cut off between two files, an archive lacks nothing but its end.
        plain.CopyTo(Stream.Null);
        if (plain.Zeros < EndMark)
            throw new EndOfStreamException("its end is missing");
    }

    private void Take(TarEntry entry, string target)
    {
        if (entry.EntryType is TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes)
            return;
        var parts = entry.Name.Split('/').Where(part => part is not ("" or ".")).ToArray();
        if (WhyLeftOut(entry, parts) is { } reason)
        {
            _leftOut.Add(new LeftOut($"{archive}: {Printable(entry.Name)}", reason));
            return;
        }

        var (study, name) = (parts.Length > 1 ? parts[^2] : StudyPlaces.ArchiveName(archive), parts[^1]);
        if (_entryOf.TryGetValue((study, name), out var other))
        {
            throw new InputException(other == entry.Name
                ? $"{archive}: holds {other} twice; pack it again."
                : $"{archive}: holds {other} and {entry.Name}, two files for one image; pack each study once.");
        }

        _entryOf[(study, name)] = entry.Name;
        var path = Path.Combine(Directory.CreateDirectory(Path.Combine(target, study)).FullName, name);
        using (var image = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, WriteBuffer))
            entry.DataStream?.CopyTo(image);
        File.SetLastWriteTimeUtc(path, entry.ModificationTime.UtcDateTime);
        _files.Add(new ExtractedFile(study, name, entry.Length));
    }

    private static string? WhyLeftOut(TarEntry entry, string[] parts)
    {
        if (entry.Name.StartsWith('/'))
            return "an absolute path in an archive";
        if (parts.Contains("..", StringComparer.Ordinal))
            return "a path in an archive that leads out of its folder";
        if (entry.EntryType is TarEntryType.SymbolicLink or TarEntryType.HardLink)
            return "a link in an archive";
        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile))
            return "neither a file nor a folder";
        if (parts.Length == 0 || entry.Name.EndsWith('/') || entry.Name.Any(char.IsControl))
            return "a name that no file can have";
        return parts.Any(part => part.StartsWith('.')) ? "hidden" : StudyFolder.ImageNameFault(parts[^1]);
    }

    private static string Printable(string name) => new([.. name.Select(c => char.IsControl(c) ? '?' : c)]);
}
