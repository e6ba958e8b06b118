using Luciole.Files;

namespace Luciole.Imaging.Tiff;

/// <summary>
/// Stacks of which only the first plane has a directory, while the others follow its data without a gap: so ImageJ writes what
/// exceeds the 4 GiB of classic TIFF, and tifffile when asked to.
/// </summary>
internal static class ContiguousPlanes
{
    /// <summary>Addresses of planes when the file has a single page for many planes, else null.</summary>
    /// <exception cref="InputException">The planes would lie past the end of the file, or the page is stored otherwise.</exception>
    public static Func<long, PlaneAddress?>? Find(TiffFile file, long planes)
    {
        if (planes <= 1 || file.TryGetPage(1, out _))
            return null;
        var page = file.Page(0);
        page.EnsureReadable();
        var planeBytes = (long)page.Height * page.RowBytes;
        if (page.Compression != (int)TiffCompression.None || page.IsTiled || page.IsPlanar || !page.HasNaturalBitOrder || !IsContiguous(page))
            throw new InputException($"{file.Path}: describes {planes} planes but has a single page; it is cut off or was edited by a program that did not adapt the description.");
        var begin = page.Blocks.OffsetOf(0);
        if ((Int128)planeBytes * planes > file.Length - begin)
            throw new InputException($"{file.Path}: is cut off: it describes {planes} planes of {planeBytes} bytes from byte {begin} on, but the file has {file.Length} bytes; copy or export it again.");
        return plane => new PlaneAddress(0, 0, plane * planeBytes);
    }

    private static bool IsContiguous(TiffPage page)
    {
        var blocks = page.Blocks;
        for (var i = 1; i < blocks.BlocksPerPlane; i++)
        {
            if (blocks.OffsetOf(i) != blocks.OffsetOf(i - 1) + blocks.DecodedSize(page, i - 1))
                return false;
        }

        return true;
    }
}
