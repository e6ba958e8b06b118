using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using Luciole.Imaging.Pixels;

namespace Luciole.Imaging.Ome;

/// <summary>
/// The OME-XML (schema 2016-06) of an image made from another: instrument, objective, dates, descriptions and pixel size as they
/// stood, the pixels' type, size, channels and places new, and the provenance as a map annotation.
/// </summary>
internal static class OmeOutputXml
{
    public const string ProvenanceNamespace = "luciole/provenance";

    private const string SchemaOfAllYears = "openmicroscopy.org/Schemas/";
    private static readonly XNamespace Ome = "http://www.openmicroscopy.org/Schemas/OME/2016-06";
    private static readonly XNamespace Xsi = "http://www.w3.org/2001/XMLSchema-instance";

    // The order that the schema demands.
    private static readonly string[] OrderInRoot =
    [
        "Rights", "Project", "Dataset", "Folder", "Experiment", "Plate", "Screen", "Experimenter", "ExperimenterGroup", "Instrument", "Image",
        "StructuredAnnotations", "ROI",
    ];

    private static readonly string[] OrderInImage =
    [
        "AcquisitionDate", "ExperimenterRef", "Description", "ExperimentRef", "ExperimenterGroupRef", "InstrumentRef", "ObjectiveSettings",
        "ImagingEnvironment", "StageLabel", "Pixels", "ROIRef", "MicrobeamManipulationRef", "AnnotationRef",
    ];

    public static string Compose(OmeTiffOptions options, string imageName)
    {
        var root = options.Source is { } source ? Kept(source.Xml) : new XElement(Ome + "OME");
        root.SetAttributeValue(XNamespace.Xmlns + "xsi", Xsi.NamespaceName);
        root.SetAttributeValue(Xsi + "schemaLocation", $"{Ome.NamespaceName} {Ome.NamespaceName}/ome.xsd");
        root.SetAttributeValue("UUID", null);
        root.SetAttributeValue("Creator", Clean(options.Provenance.Program));

        var image = root.Element(Ome + "Image");
        if (image is null)
            root.Add(image = new XElement(Ome + "Image", new XAttribute("ID", "Image:0")));
        if (string.IsNullOrEmpty((string?)image.Attribute("Name")))
            image.SetAttributeValue("Name", Clean(imageName));
        var old = image.Element(Ome + "Pixels");
        var pixels = Pixels(options, old);
        old?.Remove();
        image.Add(pixels);
        AddProvenance(root, image, options);
        Sort(image, OrderInImage);
        Sort(root, OrderInRoot);
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + root.ToString(SaveOptions.DisableFormatting);
    }

    /// <summary>The pairs of the latest provenance annotation in a document; null when it has none.</summary>
    public static IReadOnlyDictionary<string, string>? ReadProvenance(string xml)
    {
        var latest = OmeXml.Load(xml, "OME-XML").Root!.Descendants()
            .LastOrDefault(e => e.Name.LocalName == "MapAnnotation" && OmeXml.Text(e, "Namespace") == ProvenanceNamespace);
        if (latest?.ChildNamed("Value") is not { } value)
            return null;
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in value.ChildrenNamed("M"))
            pairs[OmeXml.Text(pair, "K") ?? ""] = pair.Value;
        return pairs;
    }

    // The document of the source with its first image only, in the namespace of 2016-06.
    private static XElement Kept(string xml)
    {
        var root = new XElement(OmeXml.Load(xml, "OME-XML").Root!);
        foreach (var element in root.DescendantsAndSelf())
        {
            if (element.Name.NamespaceName.Contains(SchemaOfAllYears, StringComparison.OrdinalIgnoreCase) || element.Name.Namespace == XNamespace.None)
                element.Name = Ome + element.Name.LocalName;
            element.Attributes().Where(a => a.IsNamespaceDeclaration && a.Value.Contains(SchemaOfAllYears, StringComparison.OrdinalIgnoreCase)).Remove();
        }

        var image = root.Elements(Ome + "Image").First(i => i.Element(Ome + "Pixels") is not null);
        root.Elements(Ome + "Image").Where(i => i != image).Remove();
        var id = (string?)image.Attribute("ID");
        root.Descendants(Ome + "ImageRef").Where(r => (string?)r.Attribute("ID") != id).Remove();
        root.Elements(Ome + "BinaryOnly").Remove();
        if (image.Element(Ome + "AcquiredDate") is { } date)
            date.Name = Ome + "AcquisitionDate";
        return root;
    }

    private static XElement Pixels(OmeTiffOptions options, XElement? old)
    {
        var pixels = new XElement(
            Ome + "Pixels",
            new XAttribute("ID", (string?)old?.Attribute("ID") ?? "Pixels:0"),
            new XAttribute("DimensionOrder", options.Depth > 1 ? "XYCZT" : "XYZCT"),
            new XAttribute("Type", PixelType(options.SampleType)),
            new XAttribute("SizeX", options.Width),
            new XAttribute("SizeY", options.Height),
            new XAttribute("SizeZ", options.Depth),
            new XAttribute("SizeC", options.ChannelNames.Count),
            new XAttribute("SizeT", 1));
        foreach (var axis in "XYZ")
        {
            var name = $"PhysicalSize{axis}";
            if (old?.Attribute(name) is { } kept)
                pixels.Add(new XAttribute(name, kept.Value), old.Attribute(name + "Unit") is { } unit ? new XAttribute(name + "Unit", unit.Value) : null);
        }

        if (pixels.Attribute("PhysicalSizeX") is null && options.PhysicalSize is { } size)
        {
            pixels.SetAttributeValue("PhysicalSizeX", size.X.ToString("R", CultureInfo.InvariantCulture));
            pixels.SetAttributeValue("PhysicalSizeXUnit", size.Unit);
            pixels.SetAttributeValue("PhysicalSizeY", size.Y.ToString("R", CultureInfo.InvariantCulture));
            pixels.SetAttributeValue("PhysicalSizeYUnit", size.Unit);
            if (size.Z is { } depth)
            {
                pixels.SetAttributeValue("PhysicalSizeZ", depth.ToString("R", CultureInfo.InvariantCulture));
                pixels.SetAttributeValue("PhysicalSizeZUnit", size.Unit);
            }
        }

        pixels.Add(options.ChannelNames.Select((name, c) => new XElement(
            Ome + "Channel", new XAttribute("ID", $"Channel:0:{c}"), new XAttribute("Name", Clean(name)), new XAttribute("SamplesPerPixel", 1),
            options.ChannelColors.ElementAtOrDefault(c) is { } color ? new XAttribute("Color", color) : null)));
        pixels.Add(Enumerable.Range(0, options.Depth * options.ChannelNames.Count).Select(page => new XElement(
            Ome + "TiffData",
            new XAttribute("IFD", page),
            new XAttribute("FirstZ", page / options.ChannelNames.Count),
            new XAttribute("FirstC", page % options.ChannelNames.Count),
            new XAttribute("FirstT", 0),
            new XAttribute("PlaneCount", 1))));
        if (PositionOfPlane(old, options.SourcePlane) is { } position)
            pixels.Add(position);
        return pixels;
    }

    // Where the stage stood and when: true of the prediction too. Exposure and hashes belong to the input's pixels alone.
    private static XElement? PositionOfPlane(XElement? old, int depth)
    {
        var planes = old?.Elements(Ome + "Plane").ToList() ?? [];
        var plane = planes.Find(p => (string?)p.Attribute("TheZ") == depth.ToString(CultureInfo.InvariantCulture)) ?? (depth == 0 ? planes.FirstOrDefault() : null);
        var kept = plane?.Attributes().Where(a => a.Name.LocalName.StartsWith("Position", StringComparison.Ordinal) || a.Name.LocalName.StartsWith("DeltaT", StringComparison.Ordinal)).ToList();
        return kept is { Count: > 0 }
            ? new XElement(Ome + "Plane", new XAttribute("TheZ", 0), new XAttribute("TheC", 0), new XAttribute("TheT", 0), kept.Select(a => new XAttribute(a.Name, a.Value)))
            : null;
    }

    private static void AddProvenance(XElement root, XElement image, OmeTiffOptions options)
    {
        var pairs = options.Provenance.Pairs().ToList();
        if (options.Source is { } source && source.Channels.Count > 0)
            pairs.Add(new("input_channels", string.Join(", ", source.Channels.Select((channel, i) => channel.Name ?? $"Channel {i}"))));

        var annotations = root.Element(Ome + "StructuredAnnotations");
        if (annotations is null)
            root.Add(annotations = new XElement(Ome + "StructuredAnnotations"));
        // A prediction made from a prediction keeps the history of the first.
        var used = root.Descendants().Select(e => (string?)e.Attribute("ID")).ToHashSet();
        var number = 0;
        while (used.Contains($"Annotation:Luciole:{number}"))
            number++;
        var id = $"Annotation:Luciole:{number}";
        annotations.Add(new XElement(
            Ome + "MapAnnotation",
            new XAttribute("ID", id),
            new XAttribute("Namespace", ProvenanceNamespace),
            new XElement(Ome + "Value", pairs.Select(pair => new XElement(Ome + "M", new XAttribute("K", Clean(pair.Key)), Clean(pair.Value))))));
        image.Add(new XElement(Ome + "AnnotationRef", new XAttribute("ID", id)));
    }

    private static void Sort(XElement parent, string[] order)
    {
        var children = parent.Elements().OrderBy(e => Array.IndexOf(order, e.Name.LocalName) is var at and >= 0 ? at : order.Length).ToList();
        children.ForEach(child => child.Remove());
        parent.Add(children);
    }

    private static string PixelType(SampleType type) => type switch
    {
        SampleType.Float32 => "float",
        SampleType.Float64 => "double",
        _ => Samples.Name(type),
    };

    // Control characters cannot stand in XML, not even escaped.
    private static string Clean(string text) => string.Concat(text.Where((c, i) =>
        XmlConvert.IsXmlChar(c) || (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) || (char.IsLowSurrogate(c) && i > 0 && char.IsHighSurrogate(text[i - 1]))));
}
