using System.Diagnostics;
using System.Globalization;
using Luciole.Data.Studies;
using Luciole.Evaluation;
using Luciole.Report;

namespace Luciole.Benchmarks.Evaluation;

/// <summary>What <c>luciole evaluate --report</c> takes for many images, on all cores: reading, figures, pictures and the file.</summary>
internal static class ReportCost
{
    private const int Fields = 8;

    /// <summary>A row of the table: images, organelles, seconds, processor seconds, size.</summary>
    /// <param name="folder">Where the images go; a few are written, the others are links to them.</param>
    /// <param name="images">How many images.</param>
    /// <param name="side">Their rows and columns.</param>
    /// <param name="organelles">How many organelles each has.</param>
    /// <param name="confidence">Whether there are confidence maps.</param>
    public static string Measure(string folder, int images, int side, int organelles, bool confidence)
    {
        var wanted = Enum.GetValues<Organelle>()[..organelles];
        var root = Path.Combine(folder, $"report-{organelles}");
        WriteImages(root, images, side, wanted);
        var (clock, processor) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        var found = EvaluatedImages.Find(Path.Combine(root, "p"), Path.Combine(root, "t"), wanted, null);
        var page = Path.Combine(root, "report.html");
        using (var report = new EvaluationReport(page, found, new TransmittedLight(Path.Combine(root, "x")), confidence ? Path.Combine(root, "p") : null))
        {
            OfficialEvaluation.Measure(found, _ => { }, report, CancellationToken.None);
            report.Finish();
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {images} | {side} x {side} | {organelles}{(confidence ? ", confidence" : "")} | {clock.Elapsed.TotalSeconds:F0} s | {(Environment.CpuUsage.TotalTime - processor).TotalSeconds:F0} s | {new FileInfo(page).Length / 1e6:F0} MB |");
    }

    private static void WriteImages(string root, int images, int side, Organelle[] organelles)
    {
        var fields = Enumerable.Range(0, Fields).Select(i => TestPair.Write(Directory.CreateDirectory(Path.Combine(root, $"field-{i}")).FullName, side)).ToList();
        foreach (var folder in organelles.SelectMany(o => new[] { Folder(root, "p", o), Folder(root, "t", o) }).Append(Path.Combine(root, "x")))
            Directory.CreateDirectory(folder);
        for (var i = 0; i < images; i++)
        {
            var (prediction, truth) = fields[i % Fields];
            var name = $"image_{i}_PC_z0.tif";
            File.CreateSymbolicLink(Path.Combine(root, "x", name), truth);
            foreach (var organelle in organelles)
            {
                File.CreateSymbolicLink(Path.Combine(Folder(root, "p", organelle), name), prediction);
                File.CreateSymbolicLink(Path.Combine(Folder(root, "t", organelle), name), truth);
            }
        }
    }

    private static string Folder(string root, string side, Organelle organelle) => Path.Combine(root, side, OrganelleFolders.NameOf(organelle));
}
