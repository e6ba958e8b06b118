using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using Luciole.Files;

namespace Luciole.Imaging.Tiff;

/// <summary>
/// libtiff: its plain functions called directly, those with variable arguments through <c>native/luciole_tiff</c>.
/// <c>tmsize_t</c> is a signed 64-bit integer on every 64-bit system.
/// </summary>
internal static partial class LibTiff
{
    private const string Shim = "luciole_tiff";
    private const string Library = "tiff";
    private const int MessageSize = 512;

    static LibTiff() => NativeLibrary.SetDllImportResolver(typeof(LibTiff).Assembly, Resolve);

    /// <summary>Opens a file; on failure the handle is invalid and <paramref name="error"/> says why.</summary>
    public static unsafe TiffHandle Open(string path, string mode, long largestAllocation, out string error)
    {
        var message = stackalloc byte[MessageSize];
        message[0] = 0;
        var handle = Open(path, mode, largestAllocation, message, MessageSize);
        error = Text(message);
        return handle;
    }

    /// <summary>The first error since the last call, empty when there was none.</summary>
    public static unsafe string TakeError(TiffHandle tiff)
    {
        var message = stackalloc byte[MessageSize];
        TakeError(tiff, message, MessageSize);
        return Text(message);
    }

    [LibraryImport(Shim, EntryPoint = "luciole_tiff_close")]
    public static partial void Close(nint tiff);

    [LibraryImport(Shim, EntryPoint = "luciole_tiff_get_u16")]
    public static partial int GetUInt16(TiffHandle tiff, uint tag, out ushort value);

    [LibraryImport(Shim, EntryPoint = "luciole_tiff_get_u32")]
    public static partial int GetUInt32(TiffHandle tiff, uint tag, out uint value);

    [LibraryImport(Shim, EntryPoint = "luciole_tiff_set_int")]
    public static partial int SetInt(TiffHandle tiff, uint tag, int value);

    [LibraryImport(Shim, EntryPoint = "luciole_tiff_set_u32")]
    public static partial int SetUInt32(TiffHandle tiff, uint tag, uint value);

    [LibraryImport(Shim, EntryPoint = "luciole_tiff_set_double")]
    public static partial int SetDouble(TiffHandle tiff, uint tag, double value);

    [LibraryImport(Shim, EntryPoint = "luciole_tiff_set_text", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int SetText(TiffHandle tiff, uint tag, string value);

    [LibraryImport(Library, EntryPoint = "TIFFSetSubDirectory")]
    public static partial int SetDirectory(TiffHandle tiff, ulong offset);

    [LibraryImport(Library, EntryPoint = "TIFFWriteDirectory")]
    public static partial int WriteDirectory(TiffHandle tiff);

    [LibraryImport(Library, EntryPoint = "TIFFIsCODECConfigured")]
    public static partial int IsCodecConfigured(ushort compression);

    [LibraryImport(Library, EntryPoint = "TIFFScanlineSize64")]
    public static partial ulong ScanlineSize(TiffHandle tiff);

    [LibraryImport(Library, EntryPoint = "TIFFTileSize64")]
    public static partial ulong TileSize(TiffHandle tiff);

    [LibraryImport(Library, EntryPoint = "TIFFReadScanline")]
    public static unsafe partial int ReadScanline(TiffHandle tiff, byte* buffer, uint row, ushort sample);

    [LibraryImport(Library, EntryPoint = "TIFFReadEncodedStrip")]
    public static unsafe partial long ReadEncodedStrip(TiffHandle tiff, uint strip, byte* buffer, long size);

    [LibraryImport(Library, EntryPoint = "TIFFReadEncodedTile")]
    public static unsafe partial long ReadEncodedTile(TiffHandle tiff, uint tile, byte* buffer, long size);

    [LibraryImport(Library, EntryPoint = "TIFFWriteEncodedStrip")]
    public static unsafe partial long WriteEncodedStrip(TiffHandle tiff, uint strip, byte* data, long size);

    [LibraryImport(Library, EntryPoint = "TIFFWriteEncodedTile")]
    public static unsafe partial long WriteEncodedTile(TiffHandle tiff, uint tile, byte* data, long size);

    /// <summary>libtiff's own words for its version, such as "LIBTIFF, Version 4.5.0".</summary>
    public static unsafe string Version() => Text(GetVersion()).Split('\n')[0];

    [LibraryImport(Library, EntryPoint = "TIFFGetVersion")]
    private static unsafe partial byte* GetVersion();

    [LibraryImport(Shim, EntryPoint = "luciole_tiff_open", StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial TiffHandle Open(string path, string mode, long largestAllocation, byte* error, int capacity);

    [LibraryImport(Shim, EntryPoint = "luciole_tiff_take_error")]
    private static unsafe partial void TakeError(TiffHandle tiff, byte* destination, int capacity);

    private static unsafe string Text(byte* text) =>
        Encoding.UTF8.GetString(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(text)).Trim().TrimEnd('.');

    // libtiff's symbols are looked up through the shim, which is linked with it: so both halves always use the same libtiff,
    // be it libtiff.so.6 or libtiff.so.5.
    private static nint Resolve(string library, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (library is not (Shim or Library))
            return 0;
        var path = NativeFolder.Find("libluciole_tiff.so");
        return NativeLibrary.TryLoad(path, out var handle)
            ? handle
            : throw new InputException($"{path}: cannot be loaded, most likely because libtiff is missing; install it (Debian: apt-get install libtiff6) or run ./luciole.");
    }
}
