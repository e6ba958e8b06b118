using System.ComponentModel;
using System.Runtime.InteropServices;
using Luciole.Files;

namespace Luciole.Data.Preparation;

/// <summary>What the file system says of a path; two paths with one <see cref="Device"/> and <see cref="Inode"/> are one file.</summary>
/// <param name="Kind">What lies there.</param>
/// <param name="Device">The file system.</param>
/// <param name="Inode">The file in it.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedSeconds">When its content last changed, in seconds since 1970.</param>
internal readonly partial record struct FileStatus(FileKind Kind, ulong Device, ulong Inode, long Size, double ModifiedSeconds)
{
    private const int CurrentFolder = -100;
    private const int DoNotFollow = 0x100;
    private const uint BasicFields = 0x7ff;
    private const int NoEntry = 2;
    private const int NotAFolder = 20;
    private const int Loop = 40;
    private const int KindMask = 0xf000;

    /// <summary>Asks for the path itself or, with <paramref name="follow"/>, for what its links lead to; <see langword="null"/> when there is nothing.</summary>
    /// <exception cref="InputException">The file system refuses to tell.</exception>
    public static FileStatus? Of(string path, bool follow)
    {
        if (Statx(CurrentFolder, path, follow ? 0 : DoNotFollow, BasicFields, out var buffer) != 0)
        {
            var error = Marshal.GetLastPInvokeError();
            return error is NoEntry or NotAFolder or Loop
                ? null
                : throw new InputException($"{path}: cannot be read ({Marshal.GetPInvokeErrorMessage(error)}); check the permissions.", new Win32Exception(error));
        }

        var kind = (buffer.Mode & KindMask) switch
        {
            0x8000 => FileKind.File,
            0x4000 => FileKind.Folder,
            0xa000 => FileKind.SymbolicLink,
            _ => FileKind.Other,
        };
        return new FileStatus(kind, ((ulong)buffer.DeviceMajor << 32) | buffer.DeviceMinor, buffer.Inode, (long)buffer.Size, buffer.ModifiedSeconds + (buffer.ModifiedNanoseconds * 1e-9));
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Statx(int folder, string path, int flags, uint mask, out Buffer buffer);

    // Linux's struct statx, the same on every processor.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Buffer
    {
        [FieldOffset(28)]
        public ushort Mode;

        [FieldOffset(32)]
        public ulong Inode;

        [FieldOffset(40)]
        public ulong Size;

        [FieldOffset(112)]
        public long ModifiedSeconds;

        [FieldOffset(120)]
        public uint ModifiedNanoseconds;

        [FieldOffset(136)]
        public uint DeviceMajor;

        [FieldOffset(140)]
        public uint DeviceMinor;
    }
}
