using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Luciole.Files;
using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;
using Luciole.Metrics;

namespace Luciole.Report.Tests;

public sealed partial class PredictionReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_organelle_has_a_row_with_its_pictures_and_figures_where_there_is_a_truth()
    {
        var both = Write("both.tiff", 2, 3);
        var truth = Write("truth.tiff", 4);
        var images = new[]
        {
            new ReportedImage
            {
                Name = "one", Input = PictureSource.OfFile(Write("in.tiff", 1)), Modality = "BF", Flags = ["out of focus", "saturated"],
                Organelles =
                [
                    new ReportedOrganelle { Name = "nucleus", Prediction = PictureSource.OfFile(both), Truth = PictureSource.OfFile(truth), Confidence = PictureSource.OfFile(Write("c.tiff", 9)) },
                    new ReportedOrganelle { Name = "tubulin", Prediction = PictureSource.OfFile(both, 1) },
                ],
            },
        };
        Assert.Empty(Report(images, out var title, out var rows, out var pictures));
        Assert.Equal("A &amp; B, 1 image", title);
        Assert.Equal(["nucleus", "tubulin"], rows.Select(r => r.GetProperty("organelle").GetString()));
        Assert.All(rows, r => Assert.Equal(("one", "BF", "out of focus, saturated"), (r.GetProperty("image").GetString(), r.GetProperty("modality").GetString(), r.GetProperty("flags").GetString())));
        Assert.Equal(rows[0].GetProperty("input").GetInt32(), rows[1].GetProperty("input").GetInt32());
        Assert.Equal(6, pictures);
        Assert.Equal(["input", "prediction"], Kinds(rows[1]));
        Assert.Equal(["input", "truth", "prediction", "difference", "confidence"], Kinds(rows[0]));
        using var p = ImageFile.Read(both);
        using var t = ImageFile.Read(truth);
        var first = p.ToDouble().Where((_, i) => i % 2 == 0).ToArray();
        Assert.Equal(ChallengeMetrics.Measure(first, t.ToDouble(), 20, 30).Ssim, rows[0].GetProperty("SSIM").GetDouble(), 1e-12);
        Assert.False(rows[1].TryGetProperty("SSIM", out _));
    }

    [Fact]
    public void Figures_of_other_structures_are_all_there_and_those_of_tubulin_the_organisers()
    {
        var images = new[] { "Prediction", "tubulin" }.Select(name => new ReportedImage
        {
            Name = name, Input = PictureSource.OfFile(Write("in.tiff", 1)),
            Organelles = [new ReportedOrganelle { Name = name, Prediction = PictureSource.OfFile(Write("p.tiff", 2)), Truth = PictureSource.OfFile(Write("t.tiff", 3)) }],
        }).ToList();
        Assert.Empty(Report(images, out _, out var rows, out _));
        Assert.Equal([true, false], rows.Select(r => r.TryGetProperty("MAE", out _)));
        Assert.All(rows, r => Assert.True(r.TryGetProperty("PCC", out _)));
        Assert.Equal(rows[0].GetProperty("truth").GetInt32(), rows[1].GetProperty("truth").GetInt32());
    }

    [Fact]
    public void What_cannot_be_shown_is_told_and_left_out()
    {
        File.WriteAllText(_folder.File("bad.tiff"), "no image");
        Write("small.tiff", 1, height: 6);
        var images = new[]
        {
            Image("damaged", PictureSource.OfFile(_folder.File("bad.tiff")), PictureSource.OfFile(Write("p.tiff", 2))),
            Image("another size", PictureSource.OfFile(Write("p.tiff", 2)), PictureSource.OfFile(Write("t.tiff", 3, height: 21))),
            Image("no numbers", PictureSource.OfFile(Write("nan.tiff", -1)), PictureSource.OfFile(Write("p.tiff", 2))),
            Image("small", PictureSource.OfFile(_folder.File("small.tiff")), PictureSource.OfFile(_folder.File("small.tiff"))),
            Image("no channel", PictureSource.OfFile(Write("p.tiff", 2), 1), PictureSource.OfFile(Write("p.tiff", 2))),
        };
        var notes = Report(images, out _, out var rows, out _);
        Assert.Equal(4, notes.Count);
        Assert.Contains(notes, n => n.Contains("bad.tiff", StringComparison.Ordinal));
        Assert.Contains(notes, n => n.Contains("p.tiff: has 30 x 20 pixels, but its truth", StringComparison.Ordinal));
        Assert.Contains(notes, n => n.Contains("nan.tiff: has pixels that are not finite", StringComparison.Ordinal));
        Assert.Contains(notes, n => n.Contains("has 1 channels, number 2 was expected", StringComparison.Ordinal));
        Assert.All(rows, r => Assert.False(r.TryGetProperty("PCC", out _)));
        Assert.Equal(["input", "truth"], Kinds(rows[0]));
        Assert.All(new[] { 1, 2, 3 }, i => Assert.Equal(["input", "truth", "prediction"], Kinds(rows[i])));
        Assert.Equal(["input", "truth"], Kinds(rows[4]));
    }

    [Fact]
    public void Of_many_images_some_are_shown_evenly()
    {
        var input = PictureSource.OfFile(Write("in.tiff", 1));
        var images = Enumerable.Range(0, 2500).Select(i => new ReportedImage { Name = $"{i}", Input = input, Organelles = [new ReportedOrganelle { Name = "actin", Prediction = input }] }).ToList();
        Assert.Empty(Report(images, out var title, out var rows, out var pictures));
        Assert.Equal("A &amp; B, 1000 of 2500 images", title);
        Assert.Equal(Enumerable.Range(0, 1000).Select(i => $"{i * 5 / 2}"), rows.Select(r => r.GetProperty("image").GetString()));
        Assert.Equal(1, pictures);
    }

    [Fact]
    public void Stopped_it_leaves_no_file()
    {
        using var stop = new CancellationTokenSource();
        var input = PictureSource.OfFile(Write("in.tiff", 1));
        var images = Enumerable.Range(0, 100).Select(i => Image($"{i}", input, input)).ToList();
        Assert.ThrowsAny<OperationCanceledException>(() => PredictionReport.Write(_folder.File("r", "report.html"), "x", images, (done, _) => stop.CancelAfter(0), stop.Token));
        Assert.Empty(Directory.GetFiles(_folder.File("r")));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_to_is_an_error_in_a_sentence()
    {
        var file = Write("in.tiff", 1);
        var e = Assert.Throws<InputException>(() => PredictionReport.Write(Path.Combine(file, "report.html"), "x", [Image("x", PictureSource.OfFile(file), PictureSource.OfFile(file))], (_, _) => { }, CancellationToken.None));
        Assert.Contains("in.tiff", e.Message);
    }

    private ReportedImage Image(string name, PictureSource prediction, PictureSource truth) => new()
    {
        Name = name, Input = PictureSource.OfFile(Write("in.tiff", 1)), Organelles = [new ReportedOrganelle { Name = "nucleus", Prediction = prediction, Truth = truth }],
    };

    private IReadOnlyList<string> Report(IReadOnlyList<ReportedImage> images, out string title, out List<JsonElement> rows, out int pictures)
    {
        var path = _folder.File("report.html");
        var done = new List<int>();
        var notes = PredictionReport.Write(path, "A & B", images, (n, _) => done.Add(n), CancellationToken.None);
        Assert.Equal(Enumerable.Range(1, done.Count), done);
        var text = File.ReadAllText(path);
        title = Title().Match(text).Groups["text"].Value;
        rows = [.. JsonDocument.Parse(Rows().Match(text).Groups["text"].Value).RootElement.GetProperty("rows").EnumerateArray()];
        pictures = Picture().Count(text);
        return notes;
    }

    private static IEnumerable<string> Kinds(JsonElement row) => ((string[])["input", "truth", "prediction", "difference", "confidence"]).Where(kind => row.TryGetProperty(kind, out _));

    private string Write(string name, int seed, int? second = null, int height = 20)
    {
        const int width = 30;
        var channels = second is null ? 1 : 2;
        var random = new Random(seed);
        var pixels = Enumerable.Range(0, height * width * channels).Select(_ => random.NextSingle()).ToArray();
        if (seed < 0)
            pixels[5] = float.NaN;
        var path = _folder.File(name);
        using var writer = new OmeTiffWriter(path, new OmeTiffOptions
        {
            Height = height, Width = width, SampleType = SampleType.Float32, ChannelNames = [.. Enumerable.Range(0, channels).Select(c => $"{c}")], Provenance = new Provenance { Program = "test" },
        });
        writer.WriteNativeRows(MemoryMarshal.AsBytes(pixels.AsSpan()));
        writer.Commit();
        return path;
    }

    [GeneratedRegex("""<script type="text/plain" id="p\d+">[^<]+</script>""", RegexOptions.None, 1000)]
    private static partial Regex Picture();

    [GeneratedRegex("""<script type="application/json" id="rows">(?<text>[^<]+)</script>""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rows();

    [GeneratedRegex("<h1>(?<text>[^<]+)</h1>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Title();
}
