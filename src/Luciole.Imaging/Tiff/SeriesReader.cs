using Luciole.Imaging.Ome;

namespace Luciole.Imaging.Tiff;

/// <summary>Decides by the first page's description how a file's planes are arranged.</summary>
internal static class SeriesReader
{
    public static TiffSeries Read(TiffFile file)
    {
        var description = file.Page(0).Description;
        if (OmeXml.IsOme(description) && OmeXml.Parse(description!, file.Path) is { } ome)
            return OmeSeries.Read(file, ome);
        if (ImageJDescription.Parse(description) is { } imageJ)
            return imageJ.Arrange(file);
        return ShapedDescription.Parse(description)?.Arrange(file) ?? Plain(file);
    }

    // As tifffile: the pages that are like the first one; thumbnails and labels of another size are left out.
    private static TiffSeries Plain(TiffFile file)
    {
        if (!file.TryGetPage(1, out _))
            return new TiffSeries([file], DescriptionKind.Plain, "", [], _ => new PlaneAddress(0, 0));
        var first = file.Page(0);
        var pages = new List<int>();
        for (var i = 0; file.TryGetPage(i, out var page); i++)
        {
            if (page.IsLike(first))
                pages.Add(i);
        }

        return new TiffSeries([file], DescriptionKind.Plain, "I", [pages.Count], plane => new PlaneAddress(0, pages[(int)plane]));
    }
}
