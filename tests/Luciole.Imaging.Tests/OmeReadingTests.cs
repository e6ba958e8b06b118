using Luciole.Files;
using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;
using Luciole.Imaging.Tiff;

namespace Luciole.Imaging.Tests;

public sealed class OmeReadingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("XYZCT", "TCZ", new[] { 4, 3, 2 })]
    [InlineData("XYCZT", "TZC", new[] { 4, 2, 3 })]
    [InlineData("XYTZC", "CZT", new[] { 3, 2, 4 })]
    public void Planes_follow_the_dimension_order(string order, string leading, int[] sizes)
    {
        Write("a.tif", Ome($"""<Pixels ID="Pixels:0" DimensionOrder="{order}" Type="uint16" SizeX="2" SizeY="1" SizeZ="2" SizeC="3" SizeT="4"/>"""), 24);
        using var ome = OmeTiff.Open(_folder.File("a.tif"));
        Assert.Equal(leading + "YX", ome.Axes);
        Assert.Equal([.. sizes, 1, 2], ome.Sizes);
        for (var t = 0; t < 4; t++)
        {
            for (var c = 0; c < 3; c++)
            {
                for (var z = 0; z < 2; z++)
                {
                    var page = 0;
                    for (var i = 0; i < 3; i++)
                        page = (page * sizes[i]) + (leading[i] switch { 'T' => t, 'C' => c, _ => z });
                    Assert.Equal([page, 1000], ome.ReadPlane(t, c, z).ToSingle());
                }
            }
        }

        Assert.Throws<ArgumentOutOfRangeException>(() => ome.ReadPlane(4, 0, 0));
    }

    [Fact]
    public void TiffData_places_the_planes()
    {
        Write("a.tif", Ome("""
            <Pixels ID="Pixels:0" DimensionOrder="XYZCT" Type="uint16" SizeX="2" SizeY="1" SizeZ="2" SizeC="2" SizeT="1">
              <TiffData IFD="3" FirstZ="0" FirstC="0" PlaneCount="1"/><TiffData IFD="0" FirstZ="1" FirstC="0"/><TiffData IFD="1" FirstC="1" PlaneCount="2"/>
            </Pixels>
            """), 4);
        using var ome = OmeTiff.Open(_folder.File("a.tif"));
        Assert.Equal([3, 0, 1, 2], new[] { (0, 0), (0, 1), (1, 0), (1, 1) }.Select(p => (int)ome.ReadPlane(0, p.Item1, p.Item2).ToSingle()[0]));
    }

    [Fact]
    public void A_plane_that_no_page_holds_is_an_error_not_black()
    {
        Write("a.tif", Ome("""<Pixels ID="P:0" DimensionOrder="XYZCT" Type="uint16" SizeX="2" SizeY="1" SizeZ="3" SizeC="1" SizeT="1"><TiffData IFD="0"/><TiffData IFD="7" FirstZ="1"/></Pixels>"""), 2);
        using var ome = OmeTiff.Open(_folder.File("a.tif"));
        Assert.Equal([0, 1000], ome.ReadPlane(0, 0, 0).ToSingle());
        Assert.Contains("2 pages", Assert.Throws<InputException>(() => ome.ReadPlane(0, 0, 1)).Message);
        Assert.Contains("no page for plane 2", Assert.Throws<InputException>(() => ome.ReadPlane(0, 0, 2)).Message);
    }

    [Theory]
    [InlineData("http://www.openmicroscopy.org/Schemas/OME/2016-06", "")]
    [InlineData("http://www.openmicroscopy.org/Schemas/OME/2011-06", "")]
    [InlineData("http://www.openmicroscopy.org/Schemas/OME/2008-09", "ome:")]
    public void Metadata_is_read_whatever_the_schema_year_and_prefix(string schema, string prefix)
    {
        var p = prefix;
        var declaration = p.Length > 0 ? "xmlns:ome" : "xmlns";
        Write("a.tif", $"""
            <?xml version="1.0" encoding="UTF-8"?><!-- a comment --><{p}OME {declaration}="{schema}" Creator="a microscope">
            <{p}Instrument ID="Instrument:0"><{p}Objective ID="Objective:0" Model="Plan Apo" NominalMagnification="40" LensNA="0.95"/></{p}Instrument>
            <{p}Image ID="Image:0" Name="field 7"><{p}AcquisitionDate>2024-02-29T12:00:00</{p}AcquisitionDate><{p}Description>a dish</{p}Description>
            <{p}ObjectiveSettings ID="Objective:0"/>
            <{p}Pixels ID="Pixels:0" DimensionOrder="XYCZT" Type="uint16" SizeX="2" SizeY="1" SizeZ="1" SizeC="2" SizeT="1"
              PhysicalSizeX="0.325" PhysicalSizeY="325" PhysicalSizeYUnit="nm" PhysicalSizeZ="0.002" PhysicalSizeZUnit="mm">
            <{p}Channel ID="Channel:0:0" Name="PC" ContrastMethod="Phase"/>
            <{p}Channel ID="Channel:0:1" EmissionWavelength="461" Color="-16776961"/>
            <{p}TiffData/></{p}Pixels></{p}Image></{p}OME>
            """, 2);
        using var ome = OmeTiff.Open(_folder.File("a.tif"));
        var metadata = ome.Metadata;
        Assert.Equal(("a microscope", "field 7", "a dish", "2024-02-29T12:00:00"), (metadata.Creator, metadata.ImageName, metadata.Description, metadata.AcquisitionDate));
        Assert.Equal(("Plan Apo", 40.0, 0.95), (metadata.Objective, metadata.Magnification, metadata.NumericalAperture));
        Assert.Equal("µm", metadata.PhysicalSize!.Unit);
        Assert.Equal([0.325, 0.325, 2], new[] { metadata.PhysicalSize.X, metadata.PhysicalSize.Y, metadata.PhysicalSize.Z!.Value }.Select(v => Math.Round(v, 12)));
        Assert.Equal([new OmeChannel("PC", 1, null, null, "Phase"), new OmeChannel(null, 1, "461 nm", -16776961, null)], metadata.Channels);
        Assert.Equal(["PC", "Channel 1"], ome.Series.ChannelNames);
    }

    [Theory]
    [InlineData("""<!DOCTYPE OME [<!ENTITY a "aaaa">]><OME><Image><Pixels/></Image></OME>""", "damaged")]
    [InlineData("""<!DOCTYPE OME SYSTEM "file:///etc/passwd"><OME/>""", "damaged")]
    [InlineData("<OME><Image>", "damaged")]
    [InlineData("""<OME><Image><Pixels DimensionOrder="ZYXCT" SizeX="2" SizeY="1" SizeZ="1" SizeC="1" SizeT="1"/></Image></OME>""", "DimensionOrder")]
    [InlineData("""<OME><Image><Pixels SizeX="2" SizeY="1" SizeZ="0" SizeC="1" SizeT="1"/></Image></OME>""", "SizeZ=\"0\"")]
    [InlineData("""<OME><Image><Pixels SizeX="2" SizeY="1" SizeZ="1" SizeC="one" SizeT="1"/></Image></OME>""", "SizeC")]
    [InlineData("""<OME><Image><Pixels SizeX="2" SizeY="1" SizeZ="1" SizeC="&#10;&#13;1x" SizeT="1"/></Image></OME>""", "SizeC=\"??1x\"")]
    [InlineData("""<OME><Image><Pixels SizeX="3" SizeY="1" SizeZ="1" SizeC="1" SizeT="1"/></Image></OME>""", "3 x 1 pixels")]
    [InlineData("""<OME><Image><Pixels SizeX="2" SizeY="1" SizeZ="2147483647" SizeC="2147483647" SizeT="2"/></Image></OME>""", "planes")]
    [InlineData("""<OME><Image><Pixels SizeX="2" SizeY="1" SizeZ="1" SizeC="1" SizeT="1"><TiffData IFD="-1"/></Pixels></Image></OME>""", "IFD")]
    [InlineData("""<OME><Image><Pixels SizeX="2" SizeY="1" SizeZ="1" SizeC="1" SizeT="1"><TiffData IFD="5"/></Pixels></Image></OME>""", "page 5")]
    [InlineData("""<OME><Image><Pixels SizeX="2" SizeY="1" SizeZ="1" SizeC="1" SizeT="1"><TiffData><UUID FileName="../../b.tif">urn:uuid:b</UUID></TiffData><TiffData><UUID FileName="c.tif">urn:uuid:c</UUID></TiffData></Pixels></Image></OME>""", "missing")]
    public void Damaged_descriptions_are_refused(string xml, string expected)
    {
        Write("a.tif", xml, 1);
        var error = Assert.Throws<InputException>(() => ImageFile.Read(_folder.File("a.tif")));
        Sentence.IsClear(_folder.File("a.tif"), error);
        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        Write("a.tif", "<OME>" + string.Concat(Enumerable.Repeat("<a>", 100_000)) + string.Concat(Enumerable.Repeat("</a>", 100_000)) + "</OME>", 1);
        Assert.Contains("deep", Assert.Throws<InputException>(() => ImageFile.Read(_folder.File("a.tif"))).Message);
    }

    [Fact]
    public void A_set_of_files_is_put_together_and_a_renamed_single_file_is_read()
    {
        const string Set = """
            <OME UUID="urn:uuid:a"><Image><Pixels SizeX="2" SizeY="1" SizeZ="1" SizeC="2" SizeT="1">
            <TiffData FirstC="0"><UUID FileName="old-name.tif">urn:uuid:a</UUID></TiffData>
            <TiffData IFD="1" FirstC="1" PlaneCount="1"><UUID FileName="b.tif">urn:uuid:b</UUID></TiffData></Pixels></Image></OME>
            """;
        Write("a.tif", Set, 1);
        Write("b.tif", null, 2);
        using (var ome = OmeTiff.Open(_folder.File("a.tif")))
            Assert.Equal([0, 1], new[] { 0, 1 }.Select(c => (int)ome.ReadPlane(0, c, 0).ToSingle()[0]));

        File.Delete(_folder.File("b.tif"));
        Assert.Contains("b.tif is missing", Assert.Throws<InputException>(() => OmeTiff.Open(_folder.File("a.tif"))).Message);

        Write("renamed.tif", """<OME><Image><Pixels SizeX="2" SizeY="1" SizeZ="1" SizeC="1" SizeT="1"><TiffData><UUID FileName="gone.tif">urn:uuid:x</UUID></TiffData></Pixels></Image></OME>""", 1);
        using var single = OmeTiff.Open(_folder.File("renamed.tif"));
        Assert.Equal([0, 1000], single.ReadPlane(0, 0, 0).ToSingle());
    }

    [Fact]
    public void Pages_that_differ_from_the_first_are_refused()
    {
        var tiff = new RawTiff().Header();
        var at = tiff.Data(new byte[64]);
        tiff.Short(256, 2).Short(257, 1).Short(258, 16).Short(262, 1).Long(273, at).Long(279, 4)
            .Text(270, """<OME><Image><Pixels SizeX="2" SizeY="1" SizeZ="2" SizeC="1" SizeT="1"/></Image></OME>""").Page();
        tiff.Short(256, 2).Short(257, 1).Short(258, 8).Short(262, 1).Long(273, at).Long(279, 4).Page();
        File.WriteAllBytes(_folder.File("a.tif"), tiff.ToArray());
        Assert.Contains("must be alike", Assert.Throws<InputException>(() => ImageFile.Read(_folder.File("a.tif"))).Message);
    }

    [Fact]
    public void A_TIFF_without_OME_is_no_OME_TIFF()
    {
        Write("a.tif", null, 1);
        Assert.Contains("without OME-XML", Assert.Throws<InputException>(() => OmeTiff.Open(_folder.File("a.tif"))).Message);
    }

    private static string Ome(string pixels) =>
        $"""<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"><Image ID="Image:0">{pixels}</Image></OME>""";

    // Pages of 2 x 1 pixels: the page's number, and 1000.
    private void Write(string name, string? description, int pages)
    {
        var tiff = new RawTiff().Header();
        for (var i = 0; i < pages; i++)
        {
            var at = tiff.Data([(byte)i, 0, 0xE8, 3]);
            tiff.Short(256, 2).Short(257, 1).Short(258, 16).Short(259, 1).Short(262, 1).Long(273, at).Long(279, 4);
            if (i == 0 && description is not null)
                tiff.Text(270, description);
            tiff.Page();
        }

        File.WriteAllBytes(_folder.File(name), tiff.ToArray());
    }
}
