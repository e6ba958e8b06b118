using System.Globalization;
using System.Text;
using Luciole.Files;
using Microsoft.Win32.SafeHandles;

namespace Luciole.Imaging.Pixels;

/// <summary>Tells file formats apart by their first bytes; names and extensions are not trusted.</summary>
internal static class FileKind
{
    /// <summary>How many first bytes <see cref="Describe"/> can make use of.</summary>
    public const int HeadSize = 16;

    public static bool IsTiff(ReadOnlySpan<byte> head) =>
        head.StartsWith("II*\0"u8) || head.StartsWith("MM\0*"u8) || head.StartsWith("II+\0"u8) || head.StartsWith("MM\0+"u8);

    public static bool IsNumpy(ReadOnlySpan<byte> head) => head is [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', ..];

    /// <summary>What the bytes are, as the end of a sentence: "it is a PNG image".</summary>
    public static string Describe(ReadOnlySpan<byte> head)
    {
        if (head.Length == 0)
            return "it is empty";
        if (Known(head) is { } known)
            return "it is " + known;
        if (head is [(byte)'I', (byte)'I', _, 0, ..] or [(byte)'M', (byte)'M', 0, _, ..])
            return $"it begins like a TIFF, but with the version {Math.Max(head[2], head[3])} (42 and 43 exist)";
        return head.IndexOfAnyExceptInRange((byte)' ', (byte)'~') is var at && (at < 0 || head[at] is (byte)'\n' or (byte)'\r' or (byte)'\t')
            ? $"it begins with the text \"{Encoding.ASCII.GetString(at < 0 ? head : head[..at])}\""
            : $"it begins with the bytes {string.Join(' ', head[..Math.Min(4, head.Length)].ToArray().Select(b => b.ToString("X2", CultureInfo.InvariantCulture)))}";
    }

    /// <summary>The first bytes of a file.</summary>
    /// <exception cref="InputException">The file is missing or cannot be read.</exception>
    public static byte[] ReadHead(string path)
    {
        using var file = OpenForReading(path);
        var head = new byte[HeadSize];
        return head[..RandomAccess.Read(file, head, 0)];
    }

    /// <summary>Opens a file for reading at any offset.</summary>
    /// <exception cref="InputException">The file is missing or cannot be read.</exception>
    public static SafeFileHandle OpenForReading(string path)
    {
        if (Directory.Exists(path))
            throw new InputException($"{path}: is a folder, an image file was expected.");
        SafeFileHandle file;
        try
        {
            file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.RandomAccess);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InputException($"{path}: does not exist; check the spelling and the folder.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InputException($"{path}: cannot be read ({e.Message.TrimEnd('.')}).", e);
        }

        if (!HasLength(file))
        {
            file.Dispose();
            throw new InputException($"{path}: is a pipe or device, an image file was expected.");
        }

        return file;
    }

    private static bool HasLength(SafeFileHandle file)
    {
        try
        {
            return RandomAccess.GetLength(file) >= 0;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }

    private static string? Known(ReadOnlySpan<byte> head) => head switch
    {
        _ when IsTiff(head) => "a TIFF image",
        _ when IsNumpy(head) => "a NumPy array",
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "a PNG image",
        [0xFF, 0xD8, 0xFF, ..] => "a JPEG image",
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => "a GIF image",
        [(byte)'B', (byte)'M', ..] => "a BMP image",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "a WebP image",
        [0x89, (byte)'H', (byte)'D', (byte)'F', ..] => "an HDF5 file",
        [(byte)'Z', (byte)'I', (byte)'S', (byte)'R', (byte)'A', (byte)'W', ..] => "a Zeiss CZI file",
        [0xDA, 0xCE, 0xBE, 0x0A, ..] => "a Nikon ND2 file",
        [0x70, 0, 0, 0, ..] => "a Leica LIF file",
        [_, _, _, _, (byte)'j', (byte)'P', (byte)' ', (byte)' ', ..] => "a JPEG 2000 image",
        [(byte)'P', (byte)'K', 3, 4, ..] => "a ZIP archive",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "a PDF document",
        [0x1F, 0x8B, ..] => "a gzip archive",
        _ => null,
    };
}
