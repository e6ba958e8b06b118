using System.IO.Compression;
using Luciole.Files;

namespace Luciole.Workflows.ModelSets;

/// <summary>A packed folder as one zip. Weights do not become smaller, so only texts are compressed.</summary>
internal static class SetZip
{
    private static readonly string[] s_texts = [".yaml", ".md", ".json"];

    // Zip knows no earlier time, and one that does not move makes equal sets equal files.
    private static readonly DateTimeOffset s_time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the zip; it appears under its name when it is complete.</summary>
    public static void Write(string folder, string path)
    {
        using var file = new AtomicFile(path);
        using (var zip = new ZipArchive(file.Stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var source in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                var level = s_texts.Contains(Path.GetExtension(source), StringComparer.Ordinal) ? CompressionLevel.Optimal : CompressionLevel.NoCompression;
                var entry = zip.CreateEntry(Path.GetRelativePath(folder, source).Replace(Path.DirectorySeparatorChar, '/'), level);
                entry.LastWriteTime = s_time;
                using var input = File.OpenRead(source);
                using var output = entry.Open();
                input.CopyTo(output);
            }
        }

        file.Commit();
    }
}
