using System.Globalization;
using Luciole.Files;

namespace Luciole.Data.Preparation;

/// <summary>What was taken out of an archive, kept beside it, so that a later run need not read the archive again.</summary>
/// <param name="Archive">The archive's path.</param>
/// <param name="Size">The archive's size in bytes.</param>
/// <param name="Modified">When the archive was last changed, in .NET ticks (UTC).</param>
/// <param name="Files">The images.</param>
/// <param name="LeftOut">Entries that were not taken.</param>
internal sealed record ArchiveRecord(string Archive, long Size, long Modified, IReadOnlyList<ExtractedFile> Files, IReadOnlyList<LeftOut> LeftOut)
{
    private const string FileName = ".archive.tsv";

    /// <summary>The record in an extracted archive's folder; <see langword="null"/> when there is none that can be understood.</summary>
    public static ArchiveRecord? Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path))
            return null;
        var rows = File.ReadAllLines(path).Select(line => line.Split('\t')).ToLookup(cells => cells[0], cells => cells[1..]);
        if (rows["archive"].FirstOrDefault() is not [var archive, var size, var modified] || Number(size) is not { } bytes || Number(modified) is not { } ticks)
            return null;
        var files = new List<ExtractedFile>();
        foreach (var row in rows["image"])
        {
            if (row is not [var study, var name, var length] || Number(length) is not { } count)
                return null;
            files.Add(new ExtractedFile(study, name, count));
        }

        var leftOut = rows["left out"].Where(row => row.Length == 2).Select(row => new LeftOut(row[0], row[1]));
        return new ArchiveRecord(archive, bytes, ticks, files, [.. leftOut]);
    }

    /// <summary>Puts the record into the folder it is about.</summary>
    public void Write(string folder)
    {
        IEnumerable<string> lines =
        [
            string.Create(CultureInfo.InvariantCulture, $"archive\t{Archive}\t{Size}\t{Modified}"),
            .. Files.Select(file => string.Create(CultureInfo.InvariantCulture, $"image\t{file.Study}\t{file.Name}\t{file.Size}")),
            .. LeftOut.Select(item => $"left out\t{item.Source}\t{item.Reason}"),
        ];
        AtomicFile.WriteAllText(Path.Combine(folder, FileName), string.Join('\n', lines) + "\n");
    }

    /// <summary>Whether the archive is still the one that was read, and every image still lies whole in <paramref name="folder"/>.</summary>
    public bool IsCurrent(string folder, FileInfo archive) =>
        (Archive, Size, Modified) == (archive.FullName, archive.Length, archive.LastWriteTimeUtc.Ticks)
        && Files.All(file => new FileInfo(Path.Combine(folder, file.Study, file.Name)) is { Exists: true } image && image.Length == file.Size);

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
