using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Luciole.Files;
using Luciole.Imaging.Pixels;

namespace Luciole.Imaging.Ome;

/// <summary>
/// Reads OME-XML of every schema year: elements are known by their local names. Document type definitions and outside entities are
/// refused; length and depth are bounded.
/// </summary>
internal static class OmeXml
{
    private const int MostCharacters = 1 << 26;
    private const int DeepestNesting = 128;

    /// <summary>Whether a description is meant to be OME-XML.</summary>
    public static bool IsOme(string? description)
    {
        if (description is null || !description.AsSpan().TrimStart("\uFEFF \t\r\n").StartsWith("<", StringComparison.Ordinal))
            return false;
        var start = description.AsSpan(0, Math.Min(description.Length, 4096));
        return start.Contains("<OME", StringComparison.Ordinal) || start.Contains(":OME", StringComparison.Ordinal);
    }

    /// <summary>The document.</summary>
    /// <exception cref="InputException">It is no well-formed XML, too large, too deep, or has a document type definition.</exception>
    public static XDocument Load(string xml, string path)
    {
        try
        {
            using (var check = Reader(xml))
            {
                while (check.Read())
                {
                    if (check.Depth > DeepestNesting)
                        throw new InputException($"{path}: its OME-XML nests elements more than {DeepestNesting} deep; the description is damaged.");
                }
            }

            using var reader = Reader(xml);
            return XDocument.Load(reader);
        }
        catch (XmlException e)
        {
            throw new InputException($"{path}: its OME-XML is damaged ({Quote.Line(e.Message.Split(". ")[0].TrimEnd('.'))}); export the file again, or remove its ImageDescription.", e);
        }
    }

    /// <summary>What the document says of its first image; null when it has none with pixels (a companion file has them).</summary>
    /// <exception cref="InputException">The pixels' description is incomplete or contradictory.</exception>
    public static OmeMetadata? Parse(string xml, string path)
    {
        var root = Load(xml, path).Root!;
        var image = root.ChildrenNamed("Image").FirstOrDefault(i => i.ChildNamed("Pixels") is not null);
        if (root.Name.LocalName != "OME" || image?.ChildNamed("Pixels") is not { } pixels)
            return null;

        var order = Text(pixels, "DimensionOrder") ?? "XYZCT";
        if (order.Length != 5 || !order.StartsWith("XY", StringComparison.Ordinal) || !order.Order().SequenceEqual("CTXYZ"))
            throw new InputException($"{path}: its OME-XML has the DimensionOrder \"{Quote.Line(order)}\"; expected XY followed by Z, C and T in any order.");
        var objective = ObjectiveOf(root, image);
        return new OmeMetadata
        {
            Xml = xml,
            Uuid = Text(root, "UUID"),
            Creator = Text(root, "Creator"),
            ImageName = Text(image, "Name"),
            Description = image.ChildNamed("Description")?.Value,
            AcquisitionDate = (image.ChildNamed("AcquisitionDate") ?? image.ChildNamed("AcquiredDate"))?.Value,
            DimensionOrder = order,
            PixelType = Text(pixels, "Type") ?? Text(pixels, "PixelType"),
            SizeX = Size(pixels, "SizeX", path),
            SizeY = Size(pixels, "SizeY", path),
            SizeZ = Size(pixels, "SizeZ", path),
            SizeC = Size(pixels, "SizeC", path),
            SizeT = Size(pixels, "SizeT", path),
            PhysicalSize = PhysicalSizeOf(pixels),
            Channels = [.. pixels.ChildrenNamed("Channel").Select(ChannelOf)],
            Objective = objective is null ? null : Text(objective, "Model") ?? Text(objective, "ID"),
            Magnification = objective is null ? null : Number(objective, "NominalMagnification"),
            NumericalAperture = objective is null ? null : Number(objective, "LensNA"),
            TiffData = [.. pixels.ChildrenNamed("TiffData").Select(data => TiffDataOf(data, path))],
        };
    }

    public static IEnumerable<XElement> ChildrenNamed(this XElement parent, string name) => parent.Elements().Where(e => e.Name.LocalName == name);

    public static XElement? ChildNamed(this XElement parent, string name) => parent.ChildrenNamed(name).FirstOrDefault();

    public static string? Text(XElement element, string attribute) => (string?)element.Attribute(attribute);

    private static XmlReader Reader(string xml) => XmlReader.Create(
        new StringReader(xml.TrimStart('\uFEFF', ' ', '\t', '\r', '\n')),
        new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MostCharacters });

    private static double? Number(XElement element, string attribute) =>
        double.TryParse(Text(element, attribute), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value) ? value : null;

    private static int Size(XElement pixels, string attribute, string path) =>
        int.TryParse(Text(pixels, attribute), NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value > 0
            ? value
            : throw new InputException($"{path}: its OME-XML has {attribute}=\"{Quote.Line(Text(pixels, attribute))}\"; a positive integer was expected.");

    private static int Index(XElement element, string attribute, string path) => Text(element, attribute) is not { } text
        ? 0
        : int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= 0
            ? value
            : throw new InputException($"{path}: its OME-XML has {attribute}=\"{Quote.Line(text)}\" in a TiffData; a number from 0 on was expected.");

    private static PhysicalSize? PhysicalSizeOf(XElement pixels)
    {
        if (Number(pixels, "PhysicalSizeX") is not ({ } x and > 0) || Number(pixels, "PhysicalSizeY") is not ({ } y and > 0))
            return null;
        var unit = Text(pixels, "PhysicalSizeXUnit") ?? Ome.PhysicalSize.Micrometre;
        return new PhysicalSize(x, In(unit, y, "PhysicalSizeYUnit") ?? y, Number(pixels, "PhysicalSizeZ") is { } z and > 0 ? In(unit, z, "PhysicalSizeZUnit") : null, unit);

        // The three may differ in unit; one unit for all is easier to use.
        double? In(string wanted, double value, string attribute)
        {
            var own = Text(pixels, attribute) ?? Ome.PhysicalSize.Micrometre;
            return own == wanted ? value : value * (Ome.PhysicalSize.MicrometresPer(own) / Ome.PhysicalSize.MicrometresPer(wanted));
        }
    }

    private static OmeChannel ChannelOf(XElement channel)
    {
        var emission = Text(channel, "EmissionWavelength");
        return new OmeChannel(
            Text(channel, "Name"),
            (int)Math.Clamp(Number(channel, "SamplesPerPixel") ?? 1, 1, ushort.MaxValue),
            emission is null ? null : $"{emission} {Text(channel, "EmissionWavelengthUnit") ?? "nm"}",
            Number(channel, "Color") is { } color ? unchecked((int)(long)color) : null,
            Text(channel, "ContrastMethod"));
    }

    private static OmeTiffData TiffDataOf(XElement data, string path)
    {
        var uuid = data.ChildNamed("UUID");
        var count = Text(data, "PlaneCount") is not null ? Index(data, "PlaneCount", path)
            : Text(data, "NumPlanes") is not null ? Index(data, "NumPlanes", path)
            : Text(data, "IFD") is not null ? 1 : (int?)null;
        return new OmeTiffData(
            Index(data, "IFD", path),
            count is 0 ? null : count,
            Index(data, "FirstZ", path),
            Index(data, "FirstC", path),
            Index(data, "FirstT", path),
            uuid?.Value.Trim(),
            uuid is null ? null : Text(uuid, "FileName"));
    }

    private static XElement? ObjectiveOf(XElement root, XElement image)
    {
        var id = (image.ChildNamed("ObjectiveSettings") ?? image.ChildNamed("ObjectiveRef")) is { } settings ? Text(settings, "ID") : null;
        var objectives = root.ChildrenNamed("Instrument").SelectMany(i => i.ChildrenNamed("Objective")).ToList();
        return id is null ? objectives is [var only] ? only : null : objectives.Find(o => Text(o, "ID") == id);
    }
}
