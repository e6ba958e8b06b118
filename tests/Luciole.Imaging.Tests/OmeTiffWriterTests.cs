using System.Xml.Linq;
using Luciole.Files;
using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;
using Luciole.Imaging.Tiff;

namespace Luciole.Imaging.Tests;

public sealed class OmeTiffWriterTests : IDisposable
{
    private const string Input = """
        <?xml version="1.0" encoding="UTF-8"?>
        <OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2015-01" UUID="urn:uuid:11111111-2222-3333-4444-555555555555" Creator="a microscope">
          <Instrument ID="Instrument:0"><Objective ID="Objective:0" Model="Plan Apo" NominalMagnification="40" LensNA="0.95"/></Instrument>
          <Image ID="Image:3" Name="field 7">
            <AcquisitionDate>2024-02-29T12:00:00</AcquisitionDate>
            <Description>neurons &amp; glia</Description>
            <InstrumentRef ID="Instrument:0"/><ObjectiveSettings ID="Objective:0"/>
            <Pixels ID="Pixels:3" DimensionOrder="XYCZT" Type="uint16" SizeX="9" SizeY="9" SizeZ="1" SizeC="2" SizeT="1" SignificantBits="12"
                PhysicalSizeX="325.0" PhysicalSizeXUnit="nm" PhysicalSizeY="0.325">
              <Channel ID="Channel:0" Name="PC"/><Channel ID="Channel:1" Name="DIC"/>
              <TiffData IFD="0" PlaneCount="2"><UUID FileName="x.tif">urn:uuid:11111111-2222-3333-4444-555555555555</UUID></TiffData>
              <Plane TheZ="0" TheC="0" TheT="0" ExposureTime="0.1" PositionX="12.5" PositionXUnit="mm"/>
            </Pixels>
            <AnnotationRef ID="Annotation:9"/>
          </Image>
          <Image ID="Image:4"><Pixels ID="Pixels:4" DimensionOrder="XYCZT" Type="uint8" SizeX="1" SizeY="1" SizeZ="1" SizeC="1" SizeT="1"><MetadataOnly/></Pixels></Image>
          <StructuredAnnotations><CommentAnnotation ID="Annotation:9"><Value>by hand</Value></CommentAnnotation></StructuredAnnotations>
        </OME>
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Channels_become_planes_with_their_names()
    {
        string[] names = ["Nucleus", "Actin", "Tubulin"];
        var pixels = new float[30 * 20 * 3];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (i % 3 * 1000) + (i / 3);
        using (var writer = new OmeTiffWriter(_folder.File("a.ome.tif"), Options(SampleType.UInt16, names)))
        {
            for (var row = 0; row < 30; row += 7)
                writer.WriteRows(pixels.AsSpan(row * 60, Math.Min(7, 30 - row) * 60));
            writer.Commit();
        }

        using var ome = OmeTiff.Open(_folder.File("a.ome.tif"));
        Assert.Equal("TCZYX", ome.Axes);
        Assert.Equal([1, 3, 1, 30, 20], ome.Sizes);
        Assert.Equal(names, ome.Series.ChannelNames);
        Assert.Equal(3, ome.Series.File.CountPages());
        for (var c = 0; c < 3; c++)
            Assert.Equal(Enumerable.Range(0, 600).Select(i => (float)((c * 1000) + i)), ome.ReadPlane(0, c, 0).ToSingle());
        Assert.Equal(pixels, ImageFile.Read(_folder.File("a.ome.tif")).ToSingle());
    }

    [Fact]
    public void Without_metadata_of_the_input_the_description_is_minimal()
    {
        Write(Options(SampleType.Float32, ["Nucleus"]) with { PhysicalSize = new PhysicalSize(0.25, 0.5) });
        using var ome = OmeTiff.Open(_folder.File("a.ome.tif"));
        Assert.Equal(new PhysicalSize(0.25, 0.5), ome.Metadata.PhysicalSize);
        Assert.Equal(("XYZCT", "float", "a.ome.tif"), (ome.Metadata.DimensionOrder, ome.Metadata.PixelType, ome.Metadata.ImageName));
        // 10,000 micrometres in a centimetre.
        Assert.Equal((40000, 20000, 3), (ome.Series.FirstPage.XResolution, ome.Series.FirstPage.YResolution, ome.Series.FirstPage.ResolutionUnit));
        Assert.Equal("Luciole 9.9", ome.Series.FirstPage.Software);
        Assert.Equal((8, 1), (ome.Series.FirstPage.Compression, ome.Series.FirstPage.Predictor));
    }

    [Fact]
    public void Differences_of_floating_point_samples_are_stored_when_asked_for()
    {
        Write(Options(SampleType.Float32, ["Nucleus"]) with { UseFloatPredictor = true });
        using var ome = OmeTiff.Open(_folder.File("a.ome.tif"));
        Assert.Equal(3, ome.Series.FirstPage.Predictor);
        Assert.Equal(Pattern.Make(30, 20, SampleType.Float32), ome.ReadPlane(0, 0, 0).Data);
    }

    [Fact]
    public void The_inputs_acquisition_is_kept_and_its_pixels_are_replaced()
    {
        var source = OmeXml.Parse(Input, "x")!;
        Write(Options(SampleType.UInt8, ["Nucleus"]) with { Source = source });
        using var ome = OmeTiff.Open(_folder.File("a.ome.tif"));
        var metadata = ome.Metadata;
        Assert.Equal(("field 7", "neurons & glia", "2024-02-29T12:00:00"), (metadata.ImageName, metadata.Description, metadata.AcquisitionDate));
        Assert.Equal(("Plan Apo", 40.0, 0.95), (metadata.Objective, metadata.Magnification, metadata.NumericalAperture));
        Assert.Equal(source.PhysicalSize, metadata.PhysicalSize);
        Assert.Equal("Nucleus", Assert.Single(metadata.Channels).Name);

        XNamespace schema = "http://www.openmicroscopy.org/Schemas/OME/2016-06";
        var root = XDocument.Parse(metadata.Xml).Root!;
        Assert.All(root.DescendantsAndSelf(), e => Assert.Equal(schema, e.Name.Namespace));
        Assert.Null(root.Attribute("UUID"));
        var image = Assert.Single(root.Elements(schema + "Image"));
        Assert.Equal(
            ["AcquisitionDate", "Description", "InstrumentRef", "ObjectiveSettings", "Pixels", "AnnotationRef", "AnnotationRef"],
            image.Elements().Select(e => e.Name.LocalName));
        var pixels = image.Element(schema + "Pixels")!;
        Assert.Equal(("325.0", "nm", "0.325", null), ((string?)pixels.Attribute("PhysicalSizeX"), (string?)pixels.Attribute("PhysicalSizeXUnit"), (string?)pixels.Attribute("PhysicalSizeY"), (string?)pixels.Attribute("SignificantBits")));
        Assert.Equal(["Channel", "TiffData", "Plane"], pixels.Elements().Select(e => e.Name.LocalName));
        var plane = pixels.Element(schema + "Plane")!;
        Assert.Equal(("12.5", "mm", null), ((string?)plane.Attribute("PositionX"), (string?)plane.Attribute("PositionXUnit"), (string?)plane.Attribute("ExposureTime")));
        Assert.Contains("by hand", metadata.Xml);
    }

    [Fact]
    public void The_provenance_is_found_again_and_a_second_one_does_not_erase_the_first()
    {
        var provenance = new Provenance
        {
            Program = "Luciole 9.9", ModelHash = "ab12", ConfigurationHash = "cd34", InputFile = "image_1_PC_z0.ome.tiff",
            Further = [new("output_scale", "raw"), new("odd\u0001text", "1 < 2 & \"3\"\u0000 µ")],
        };
        Write(Options(SampleType.UInt8, ["Nucleus"]) with { Source = OmeXml.Parse(Input, "x"), Provenance = provenance });
        var summary = TiffSummary.Read(_folder.File("a.ome.tif"));
        Assert.Equal(
            [
                ("program", "Luciole 9.9"), ("model_sha256", "ab12"), ("configuration_sha256", "cd34"), ("input_file", "image_1_PC_z0.ome.tiff"),
                ("output_scale", "raw"), ("oddtext", "1 < 2 & \"3\" µ"), ("input_channels", "PC, DIC"),
            ],
            summary.Provenance!.Select(pair => (pair.Key, pair.Value)));

        OmeMetadata first;
        using (var ome = OmeTiff.Open(_folder.File("a.ome.tif")))
            first = ome.Metadata;
        Write(Options(SampleType.UInt8, ["Actin"]) with { Source = first, Provenance = new Provenance { Program = "Luciole 10" } });
        using var second = OmeTiff.Open(_folder.File("a.ome.tif"));
        Assert.Contains("model_sha256", second.Metadata.Xml);
        Assert.Equal("Luciole 10", TiffSummary.Read(_folder.File("a.ome.tif")).Provenance!["program"]);
        var ids = XDocument.Parse(second.Metadata.Xml).Descendants().Where(e => e.Name.LocalName.EndsWith("Annotation", StringComparison.Ordinal)).Select(e => (string?)e.Attribute("ID")).ToList();
        Assert.Equal(ids.Distinct(), ids);
    }

    [Fact]
    public void Until_it_is_complete_no_file_has_the_name()
    {
        var path = _folder.File("a.ome.tif");
        using (var writer = new OmeTiffWriter(path, Options(SampleType.UInt16, ["a", "b"])))
        {
            writer.WriteRows(new float[29 * 40]);
            Assert.False(File.Exists(path));
            Assert.Throws<InvalidOperationException>(writer.Commit);
            Assert.Throws<InvalidOperationException>(() => writer.WriteRows(new float[2 * 40]));
            Assert.Throws<ArgumentException>(() => writer.WriteRows(new float[3]));
            // One file at most, hidden, may be left by a killed process: the waiting channels have no name.
            Assert.EndsWith(".partial", Path.GetFileName(Assert.Single(Directory.GetFiles(_folder.FullName))));
        }

        Assert.Empty(Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public void BigTIFF_is_used_when_classic_TIFF_may_not_do()
    {
        var options = Options(SampleType.UInt16, ["a"]);
        Write(options, largestClassicTiff: 30 * 20 * 2);
        using (var classic = TiffFile.Open(_folder.File("a.ome.tif")))
            Assert.False(classic.IsBigTiff);
        Write(options, largestClassicTiff: (30 * 20 * 2) - 1);
        using var big = TiffFile.Open(_folder.File("a.ome.tif"));
        Assert.True(big.IsBigTiff);
    }

    [Fact]
    public void The_same_image_makes_the_same_bytes()
    {
        Write(Options(SampleType.UInt16, ["a", "b"]));
        var first = ContentHash.OfFile(_folder.File("a.ome.tif"));
        Write(Options(SampleType.UInt16, ["a", "b"]));
        Assert.Equal(first, ContentHash.OfFile(_folder.File("a.ome.tif")));
    }

    [Fact]
    public void A_place_that_cannot_be_written_is_named()
    {
        File.WriteAllText(_folder.File("plain"), "");
        var path = _folder.File("plain", "a.tif");
        Sentence.IsClear(path, Assert.Throws<InputException>(() => new OmeTiffWriter(path, Options(SampleType.UInt8, ["a"]))));
    }

    [Fact]
    public void A_summary_has_the_names_of_the_manifest()
    {
        Write(Options(SampleType.UInt16, ["Nucleus"]) with { PhysicalSize = new PhysicalSize(0.25, 0.5), TileSize = 16 });
        using var json = System.Text.Json.JsonDocument.Parse(TiffSummary.Read(_folder.File("a.ome.tif")).ToJson());
        var root = json.RootElement;
        Assert.Equal("uint16", root.GetProperty("dtype").GetString());
        Assert.Equal([30, 20], root.GetProperty("shape").EnumerateArray().Select(v => v.GetInt32()));
        Assert.Equal("TCZYX", root.GetProperty("axes").GetString());
        Assert.Equal("little", root.GetProperty("byte_order").GetString());
        Assert.False(root.GetProperty("bigtiff").GetBoolean());
        Assert.Equal((8, "Deflate", 2), (root.GetProperty("compression").GetInt32(), root.GetProperty("compression_name").GetString(), root.GetProperty("predictor").GetInt32()));
        Assert.True(root.GetProperty("tiled").GetBoolean());
        Assert.Equal([16, 16], root.GetProperty("tile").EnumerateArray().Select(v => v.GetInt32()));
        Assert.Equal([0.25, 0.5], root.GetProperty("physical_size").EnumerateArray().Select(v => v.GetDouble()));
        Assert.Equal("µm", root.GetProperty("physical_unit").GetString());
        Assert.Equal(["Nucleus"], root.GetProperty("channel_names").EnumerateArray().Select(v => v.GetString()));
        Assert.Equal((1, "ome"), (root.GetProperty("pages").GetInt32(), root.GetProperty("description").GetString()));
        Assert.Contains(("Pixel size", "0.25 x 0.5 µm"), TiffSummary.Read(_folder.File("a.ome.tif")).Rows());
    }

    [Fact]
    public void What_cannot_be_decoded_can_still_be_summarised()
    {
        File.WriteAllBytes(_folder.File("a.tif"), RawTiff.Grey16(2, 1, [1, 2], change: tiff => tiff.Short(259, 34712)));
        Assert.Contains("JPEG 2000", TiffSummary.Read(_folder.File("a.tif")).Unreadable);
    }

    private static OmeTiffOptions Options(SampleType type, string[] channels) => new()
    {
        Height = 30, Width = 20, SampleType = type, ChannelNames = channels, Provenance = new Provenance { Program = "Luciole 9.9" },
    };

    private void Write(OmeTiffOptions options, long largestClassicTiff = long.MaxValue)
    {
        using var writer = new OmeTiffWriter(_folder.File("a.ome.tif"), options, largestClassicTiff);
        writer.WriteNativeRows(Pattern.Make(30, 20 * options.ChannelNames.Count, options.SampleType));
        writer.Commit();
    }
}
