using System.Globalization;

namespace Luciole.Workflows.Sharing;

/// <summary>What tells a file's content from a later one: its length and the second of its last change.</summary>
internal static class FileStamp
{
    /// <summary>The stamps of files in a line; null when one is missing.</summary>
    public static string? Of(IEnumerable<string> paths)
    {
        var stamps = paths.Select(One).ToList();
        return stamps.Contains(null) ? null : string.Join(' ', stamps);
    }

    // Opened, not only asked after: network file systems then ask their server instead of what they remember.
    private static string? One(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            var seconds = new DateTimeOffset(File.GetLastWriteTimeUtc(file)).ToUnixTimeSeconds();
            return string.Create(CultureInfo.InvariantCulture, $"{RandomAccess.GetLength(file)}@{seconds}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Directory.Exists(path) ? "folder" : null;
        }
    }
}
