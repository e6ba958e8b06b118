using System.Runtime.InteropServices;

namespace Luciole.Models.Tests.Footprint;

/// <summary>What the C library has handed out, as it counts itself.</summary>
internal static class HeapMeter
{
    /// <summary>Bytes in use; the test skips where the C library does not tell.</summary>
    public static long InUse()
    {
        try
        {
            var info = MallInfo2();
            return (long)(info.InHeap + info.InMaps);
        }
        catch (Exception e) when (e is EntryPointNotFoundException or DllNotFoundException)
        {
            Assert.Skip("The C library has no mallinfo2 (glibc 2.33 and later do); this test asks it for the memory in use.");
            throw;
        }
    }

    [DllImport("libc", EntryPoint = "mallinfo2")]
    private static extern Info MallInfo2();

    // The members of glibc's struct mallinfo2, in its order.
    private readonly record struct Info(
        nuint Arena, nuint FreeChunks, nuint FastChunks, nuint Maps, nuint InMaps, nuint Unused, nuint FastBytes, nuint InHeap, nuint FreeBytes, nuint Top);
}
