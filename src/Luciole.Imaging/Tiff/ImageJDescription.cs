using System.Globalization;
using Luciole.Files;
using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;

namespace Luciole.Imaging.Tiff;

/// <summary>ImageJ's description of a hyperstack: lines of key and value that begin with <c>ImageJ=</c>.</summary>
internal sealed class ImageJDescription
{
    private const int MostPlanes = 1 << 24;

    private readonly Dictionary<string, string> _values;

    private ImageJDescription(Dictionary<string, string> values) => _values = values;

    public static ImageJDescription? Parse(string? description)
    {
        if (description is null || !description.StartsWith("ImageJ=", StringComparison.Ordinal))
            return null;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in description.Split('\n'))
        {
            if (line.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
                values[line[..at].Trim()] = line[(at + 1)..].Trim();
        }

        return new ImageJDescription(values);
    }

    public TiffSeries Arrange(TiffFile file)
    {
        var page = file.Page(0);
        var (frames, slices, channels) = (Count("frames", file), Count("slices", file), Count("channels", file));
        // Bio-Formats and others declare the samples of a pixel as channels.
        if (channels == page.SamplesPerPixel)
            channels = 1;
        var planes = (long)frames * slices * channels;
        if (planes > MostPlanes)
            throw new InputException($"{file.Path}: its ImageJ description claims {planes} planes, more than the {MostPlanes} that are read; the description is damaged.");

        var (axes, sizes) = _values.GetValueOrDefault("order", "czt").ToLowerInvariant() switch
        {
            "ctz" => ("ZTC", new[] { slices, frames, channels }),
            "zct" => ("TCZ", [frames, channels, slices]),
            "ztc" => ("CTZ", [channels, frames, slices]),
            "tcz" => ("ZCT", [slices, channels, frames]),
            "tzc" => ("CZT", [channels, slices, frames]),
            _ => ("TZC", [frames, slices, channels]),
        };
        if (planes == 1 && Math.Max(Count("images", file), file.TryGetPage(1, out _) ? file.CountPages() : 1) is > 1 and var images)
            (axes, sizes, planes) = ("I" + axes, [images, .. sizes], images);
        return new TiffSeries(
            [file], DescriptionKind.ImageJ, axes, sizes,
            ContiguousPlanes.Find(file, planes) ?? (plane => new PlaneAddress(0, (int)plane)))
        {
            PhysicalSize = PhysicalSizeOf(page),
        };
    }

    private PhysicalSize? PhysicalSizeOf(TiffPage page)
    {
        var unit = _values.GetValueOrDefault("unit", "") switch
        {
            "micron" or "microns" or "um" or "µm" or "\u03BCm" or @"\u00B5m" or @"\u03BCm" => PhysicalSize.Micrometre,
            "nm" or "mm" or "cm" or "m" => _values["unit"],
            "inch" => "in",
            _ => null,
        };
        if (unit is null || page.XResolution is not { } x || page.YResolution is not { } y)
            return null;
        var spacing = double.TryParse(_values.GetValueOrDefault("spacing"), NumberStyles.Float, CultureInfo.InvariantCulture, out var z) && double.IsFinite(z) && z != 0
            ? Math.Abs(z)
            : (double?)null;
        return new PhysicalSize(1 / x, 1 / y, spacing, unit);
    }

    private int Count(string key, TiffFile file) => !_values.TryGetValue(key, out var text)
        ? 1
        : int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value > 0
            ? value
            : throw new InputException($"{file.Path}: its ImageJ description says {key}={Quote.Line(text)}; a positive integer was expected.");
}
