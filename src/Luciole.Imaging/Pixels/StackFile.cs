using Luciole.Files;
using Luciole.Imaging.Tiff;

namespace Luciole.Imaging.Pixels;

/// <summary>
/// A file that may hold a z-stack: a TIFF whose only axis of more than one plane is <c>Z</c> by its OME-XML or ImageJ's description, or of
/// grey pages that nothing describes. Its planes are images of one channel; any other file is one image. Not safe for several threads at once.
/// </summary>
public sealed class StackFile : IDisposable
{
    private readonly TiffSeries? _series;
    private readonly string _path;

    private StackFile(string path, TiffSeries? series) => (_path, _series) = (path, series);

    /// <summary>Planes; 1 for an image.</summary>
    public int Depth => _series is null ? 1 : (int)_series.PlaneCount;

    /// <summary>Opens a file.</summary>
    /// <param name="path">An image file of any format that is read.</param>
    /// <param name="undescribedAreDepths">Whether pages that nothing describes are a stack; else they are channels.</param>
    /// <exception cref="InputException">The file is missing or damaged.</exception>
    public static StackFile Open(string path, bool undescribedAreDepths)
    {
        if (!FileKind.IsTiff(FileKind.ReadHead(path)))
            return new StackFile(path, null);
        var series = TiffSeries.Open(path);
        try
        {
            series.EnsureReadable();
            if (IsStack(series, undescribedAreDepths))
                return new StackFile(path, series);
        }
        catch
        {
            series.Dispose();
            throw;
        }

        series.Dispose();
        return new StackFile(path, null);
    }

    /// <summary>
    /// Opens one channel at one depth of a file that may have several of both, without reading the others. Where samples are interleaved, or the
    /// file is no TIFF, the image has all its channels.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="depth">The plane from 0 on; a file without depths has only one.</param>
    /// <param name="channel">The channel from 0 on.</param>
    /// <exception cref="InputException">The file is missing or damaged, has no such plane, or more axes.</exception>
    public static INativeImageSource OpenPlane(string path, int depth, int channel)
    {
        if (!FileKind.IsTiff(FileKind.ReadHead(path)))
            return ImageFile.Open(path);
        var series = TiffSeries.Open(path);
        try
        {
            series.EnsureReadable();
            if (series.Samples == 1)
                return new StackPlane(series, PlaceOf(series, depth, channel), isOwner: true);
        }
        catch
        {
            series.Dispose();
            throw;
        }

        series.Dispose();
        return ImageFile.Open(path);
    }

    /// <summary>A plane as an image; it must be disposed before this file is.</summary>
    /// <param name="plane">Its number from 0 on.</param>
    /// <exception cref="InputException">The file is damaged, or no image that is read.</exception>
    public INativeImageSource Plane(int plane) => _series is null ? ImageFile.Open(_path) : new StackPlane(_series, plane);

    /// <summary>Closes the file.</summary>
    public void Dispose() => _series?.Dispose();

    private static long PlaceOf(TiffSeries series, int depth, int channel)
    {
        var axes = Enumerable.Range(0, series.LeadingAxes.Length).Where(i => series.LeadingSizes[i] > 1).ToList();
        var depths = axes.FindIndex(i => series.LeadingAxes[i] == 'Z');
        if (axes.Count > 2 || (axes.Count == 2 && depths < 0))
            throw new InputException(ImageShape.TooManyAxes(series.Path, series.Axes, [.. series.Sizes]));
        // Pages that nothing describes are whatever is asked for.
        if (axes.Count == 1 && depths < 0 && series.LeadingAxes[axes[0]] != 'C' && channel == 0 && depth > 0)
            depths = 0;
        long place = 0;
        for (var i = 0; i < axes.Count; i++)
        {
            var (wanted, size) = (i == depths ? depth : channel, series.LeadingSizes[axes[i]]);
            if (wanted >= size)
                throw new InputException($"{series.Path}: has {size} {(i == depths ? "planes" : "channels")}, number {wanted + 1} was expected; write it anew.");
            place = (place * size) + wanted;
        }

        return place;
    }

    private static bool IsStack(TiffSeries series, bool undescribedAreDepths)
    {
        if (series.Samples != 1 || series.PlaneCount is <= 1 or > int.MaxValue)
            return false;
        var axis = Enumerable.Range(0, series.LeadingAxes.Length).Where(i => series.LeadingSizes[i] > 1).Select(i => series.LeadingAxes[i]).ToList();
        return axis is ['Z'] || (undescribedAreDepths && axis is ['I'] or ['Q']);
    }
}
