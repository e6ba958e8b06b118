using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Luciole.Data.Studies;
using Luciole.Evaluation;
using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;

namespace Luciole.Report.Tests;

public sealed partial class EvaluationReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Rows_name_their_pictures_and_planes_of_one_field_share_the_truths()
    {
        foreach (var name in new[] { "image_1_BF_z0", "image_1_BF_z1", "image_2_PC_z0" })
        {
            Write(_folder.File("in", name + ".tiff"), 1);
            Write(_folder.File("p", name + ".tiff"), 2);
            Write(_folder.File("c", name + ".tiff"), 3);
        }

        Write(_folder.File("t", "image_1_Nucleus.tiff"), 4);
        Write(_folder.File("t", "image_2_Nucleus.tiff"), 5);
        var images = EvaluatedImages.Find(_folder.File("p"), _folder.File("t"), [Organelle.Nucleus], null);
        var path = _folder.File("report.html");
        using (var report = new EvaluationReport(path, images, new TransmittedLight(_folder.File("in")), _folder.File("c")))
        {
            OfficialEvaluation.Measure(images, _ => { }, report, CancellationToken.None);
            Assert.False(File.Exists(path));
            report.Finish();
        }

        var text = File.ReadAllText(path);
        var pictures = Picture().Matches(text).ToDictionary(m => int.Parse(m.Groups["number"].Value), m => Convert.FromBase64String(m.Groups["text"].Value));
        Assert.Equal((3 * 4) + 2, pictures.Count);
        Assert.All(pictures.Values, p => Assert.Equal([0xFF, 0xD8], p[..2]));
        using var json = JsonDocument.Parse(Rows().Match(text).Groups["text"].Value);
        var rows = json.RootElement.GetProperty("rows").EnumerateArray().ToList();
        Assert.Equal(["image_1_BF_z0.tiff", "image_1_BF_z1.tiff", "image_2_PC_z0.tiff"], rows.Select(r => r.GetProperty("image").GetString()));
        Assert.Equal(["BF", "BF", "PC"], rows.Select(r => r.GetProperty("modality").GetString()));
        Assert.Equal(rows[0].GetProperty("truth").GetInt32(), rows[1].GetProperty("truth").GetInt32());
        Assert.NotEqual(rows[0].GetProperty("truth").GetInt32(), rows[2].GetProperty("truth").GetInt32());
        foreach (var kind in new[] { "input", "prediction", "difference", "confidence" })
            Assert.Equal(3, rows.Select(r => r.GetProperty(kind).GetInt32()).Distinct().Count());
        Assert.All(rows, r => Assert.InRange(r.GetProperty("SSIM").GetDouble(), -1, 1));
    }

    private static void Write(string path, int seed)
    {
        var random = new Random(seed);
        var pixels = Enumerable.Range(0, 20 * 30).Select(_ => random.NextSingle()).ToArray();
        using var writer = new OmeTiffWriter(path, new OmeTiffOptions { Height = 20, Width = 30, SampleType = SampleType.Float32, ChannelNames = ["x"], Provenance = new Provenance { Program = "test" } });
        writer.WriteNativeRows(MemoryMarshal.AsBytes(pixels.AsSpan()));
        writer.Commit();
    }

    [GeneratedRegex("""<script type="text/plain" id="p(?<number>\d+)">(?<text>[^<]+)</script>""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Picture();

    [GeneratedRegex("""<script type="application/json" id="rows">(?<text>[^<]+)</script>""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rows();
}
