using Luciole.Files;
using Luciole.Imaging.Pixels;
using Luciole.Imaging.Tiff;

namespace Luciole.Imaging.Ome;

/// <summary>Finds the page of each plane as the TiffData elements of OME-XML say, in this file and the others of its set.</summary>
internal sealed class OmeSeries
{
    private const int MostFiles = 1024;

    private readonly TiffFile _main;
    private readonly OmeMetadata _ome;
    private readonly List<TiffFile> _files;
    private readonly Dictionary<string, int> _fileOfUuid = new(StringComparer.Ordinal);
    private readonly Dictionary<long, PlaneAddress> _pages = [];

    private OmeSeries(TiffFile main, OmeMetadata ome)
    {
        (_main, _ome, _files) = (main, ome, [main]);
        if (ome.Uuid is { } uuid)
            _fileOfUuid[uuid] = 0;
    }

    public static TiffSeries Read(TiffFile file, OmeMetadata ome)
    {
        var series = new OmeSeries(file, ome);
        try
        {
            return series.Read();
        }
        catch
        {
            foreach (var other in series._files.Skip(1))
                other.Dispose();
            throw;
        }
    }

    private TiffSeries Read()
    {
        var page = _main.Page(0);
        // The pages know best whether samples are interleaved; writers differ in what they declare.
        var samples = page.SamplesPerPixel;
        if (samples == 0 || _ome.SizeC % samples != 0)
            throw new InputException($"{_main.Path}: its OME-XML has {_ome.SizeC} channels, but its pages {samples} samples per pixel; export it again.");

        var axes = string.Concat(_ome.DimensionOrder[2..].Reverse());
        int[] sizes = [.. axes.Select(axis => axis switch { 'Z' => _ome.SizeZ, 'T' => _ome.SizeT, _ => _ome.SizeC / samples })];
        var planes = sizes.Aggregate((Int128)1, (a, b) => a * b);
        if (planes > int.MaxValue)
            throw new InputException($"{_main.Path}: its OME-XML claims {planes} planes; the description is damaged.");

        foreach (var data in _ome.TiffData)
            Place(data, axes, sizes, (long)planes);
        var address = _ome.TiffData.Count == 0 ? (Func<long, PlaneAddress?>)(plane => new PlaneAddress(0, (int)plane)) : Address;
        var result = new TiffSeries(_files, DescriptionKind.Ome, axes, sizes, address)
        {
            Ome = _ome,
            PhysicalSize = _ome.PhysicalSize,
            ChannelNames = [.. _ome.Channels.Select((channel, i) => channel.Name ?? $"Channel {i}")],
        };
        return result.Width == _ome.SizeX && result.Height == _ome.SizeY
            ? result
            : throw new InputException($"{_main.Path}: its OME-XML describes {_ome.SizeX} x {_ome.SizeY} pixels, but its pages have {result.Width} x {result.Height}; export it again.");
    }

    private PlaneAddress? Address(long plane) => _pages.TryGetValue(plane, out var address) ? address : null;

    private void Place(OmeTiffData data, string axes, int[] sizes, long planes)
    {
        var first = 0L;
        for (var i = 0; i < axes.Length; i++)
        {
            var index = axes[i] switch { 'Z' => data.FirstZ, 'T' => data.FirstT, _ => data.FirstC };
            // With interleaved samples some writers count channels and others samples; ImageJ leaves wrong indices when it crops.
            if (index >= sizes[i])
                return;
            first = (first * sizes[i]) + index;
        }

        var file = FileOf(data);
        var count = Math.Min(data.PlaneCount ?? int.MaxValue, planes - first);
        for (var i = 0; i < count; i++)
        {
            if (count > 1 && !_files[file].TryGetPage(data.Page + i, out _))
                break;
            _pages[first + i] = new PlaneAddress(file, data.Page + i);
        }
    }

    private int FileOf(OmeTiffData data)
    {
        if (data.Uuid is null)
            return 0;
        if (_fileOfUuid.TryGetValue(data.Uuid, out var known))
            return known;

        var folder = Path.GetDirectoryName(Path.GetFullPath(_main.Path))!;
        var name = data.FileName ?? "";
        var isThisFile = name.Length == 0 || string.Equals(name, Path.GetFileName(_main.Path), StringComparison.OrdinalIgnoreCase);
        var other = Path.Combine(folder, Path.GetFileName(name));
        // A set of one file that was renamed: nothing else can be meant.
        if (!isThisFile && !File.Exists(other) && _ome.Uuid is null && _ome.TiffData.All(d => d.Uuid == data.Uuid))
            isThisFile = true;
        if (isThisFile)
            return _fileOfUuid[data.Uuid] = 0;

        if (!File.Exists(other))
            throw new InputException($"{_main.Path}: is one of a set of OME-TIFF files, of which {Quote.Line(Path.GetFileName(name))} is missing in the same folder; put it there or export the image as a single file.");
        if (_files.Count == MostFiles)
            throw new InputException($"{_main.Path}: is one of a set of more than {MostFiles} OME-TIFF files, which is not read; export the image as a single file.");
        _files.Add(TiffFile.Open(other));
        return _fileOfUuid[data.Uuid] = _files.Count - 1;
    }
}
