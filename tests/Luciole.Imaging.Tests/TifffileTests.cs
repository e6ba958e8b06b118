using System.Diagnostics;
using System.Text.Json;
using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;
using Luciole.Imaging.Tiff;

namespace Luciole.Imaging.Tests;

/// <summary>What Luciole writes, read by the field's reference reader.</summary>
public sealed class TifffileTests : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private const string Script = """
        import json, sys, tifffile
        results = []
        for path in sys.argv[1:]:
            with tifffile.TiffFile(path) as tif:
                series, page = tif.series[0], tif.pages[0]
                full = tif.series[0].get_shape(squeeze=False), tif.series[0].get_axes(squeeze=False)
                array = series.asarray()
                results.append({
                    'is_ome': tif.is_ome, 'axes': series.axes, 'shape': list(series.shape), 'full_axes': full[1], 'full_shape': list(full[0]),
                    'dtype': str(series.dtype), 'big': tif.is_bigtiff, 'software': page.tags['Software'].value,
                    'pixels': array.astype('float64').ravel().tolist()})
        print(json.dumps(results))
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Output_opens_in_tifffile_with_the_same_axes_and_pixels()
    {
        Assert.SkipUnless(File.Exists(Python) && Run("-c", "import tifffile").Exit == 0, "Debian's python3-tifffile is absent; this test reads with it.");
        var cases = (
            from type in Enum.GetValues<SampleType>()
            from channels in new[] { 1, 3 }
            from tile in new[] { 0, 16 }
            select (Type: type, Channels: channels, Tile: tile)).ToList();
        var paths = cases.Select((c, i) => _folder.File($"{i}.ome.tif")).ToList();
        for (var i = 0; i < cases.Count; i++)
        {
            using var writer = new OmeTiffWriter(paths[i], Options(cases[i]), i % 2 == 0 ? long.MaxValue : 1);
            writer.WriteNativeRows(Pattern.Make(21, 17 * cases[i].Channels, cases[i].Type));
            writer.Commit();
        }

        var (exit, output) = Run(["-c", Script, .. paths]);
        Assert.True(exit == 0, output);
        using var json = JsonDocument.Parse(output);
        for (var i = 0; i < cases.Count; i++)
        {
            var read = json.RootElement[i];
            var (type, channels, _) = cases[i];
            Assert.True(read.GetProperty("is_ome").GetBoolean());
            Assert.Equal(channels == 1 ? "YX" : "CYX", read.GetProperty("axes").GetString());
            Assert.StartsWith("TCZYX", read.GetProperty("full_axes").GetString());
            Assert.Equal([1, channels, 1, 21, 17], read.GetProperty("full_shape").EnumerateArray().Select(v => v.GetInt32()).Take(5));
            Assert.Equal(Samples.Name(type), read.GetProperty("dtype").GetString());
            Assert.Equal("Luciole 9.9", read.GetProperty("software").GetString());
            Assert.Equal(i % 2 != 0, read.GetProperty("big").GetBoolean());

            using var series = TiffSeries.Open(paths[i]);
            Assert.Equal((read.GetProperty("axes").GetString(), read.GetProperty("full_axes").GetString()![..5]), (series.Squeezed().Axes, series.Axes));
            var pixels = Pattern.Make(21, 17 * channels, type);
            var expected = new float[pixels.Length / Samples.Size(type)];
            Samples.ToSingle(type, pixels, expected);
            var planes = new double[expected.Length];
            for (var j = 0; j < planes.Length; j++)
                planes[(j % channels * 21 * 17) + (j / channels)] = expected[j];
            Assert.Equal(planes, read.GetProperty("pixels").EnumerateArray().Select(v => v.GetDouble()));
        }
    }

    private static OmeTiffOptions Options((SampleType Type, int Channels, int Tile) c) => new()
    {
        Height = 21, Width = 17, SampleType = c.Type, ChannelNames = [.. Enumerable.Range(0, c.Channels).Select(i => $"channel {i}")],
        Provenance = new Provenance { Program = "Luciole 9.9" }, PhysicalSize = new PhysicalSize(0.3, 0.4), TileSize = c.Tile,
    };

    private static (int Exit, string Output) Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, process.ExitCode == 0 ? output : errors.Result);
    }
}
