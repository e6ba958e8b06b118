using System.Runtime.InteropServices;
using System.Text.Json;

namespace Luciole.EndToEnd.Tests;

/// <summary><c>luciole evaluate</c> as a user types it.</summary>
public sealed partial class EvaluateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Figures_tables_and_report_are_written()
    {
        Write(3);
        File.WriteAllLines(_folder.File("focus.csv"), ["name,modality,image_z,best_z", "image_1.tiff,BF,4,2", "image_2.tiff,PC,2,2", "image_3.tiff,BF,0,2"]);
        var (output, _) = LucioleProcess.Succeed("evaluate", P, T, "--focus-csv", _folder.File("focus.csv"), "--out", D, "--report", "--inputs", _folder.File("in"));
        Assert.Contains("nucleus", output);
        Assert.Equal(["metrics.csv", "metrics.json", "report.html"], Directory.GetFileSystemEntries(D).Select(Path.GetFileName).Order());
        using var json = JsonDocument.Parse(File.ReadAllText(Path.Combine(D, "metrics.json")).Replace("NaN", "null", StringComparison.Ordinal));
        Assert.Equal(3, json.RootElement.GetProperty("results").GetArrayLength());
        Assert.Equal(["0", "2"], json.RootElement.GetProperty("z_deviation").GetProperty("nucleus").EnumerateObject().Select(p => p.Name));
        Assert.InRange(json.RootElement.GetProperty("agregate").GetProperty("nucleus").GetProperty("SSIM").GetDouble(), -1, 1);
        Assert.Equal(4, File.ReadAllLines(Path.Combine(D, "metrics.csv")).Length);
        var page = File.ReadAllText(Path.Combine(D, "report.html"));
        Assert.EndsWith("</html>\n", page);
        Assert.DoesNotContain("https:", page);
    }

    [Fact]
    public void What_the_user_gets_wrong_is_told_in_a_sentence_and_leaves_no_file()
    {
        Write(2);
        LucioleProcess.AssertRefused(LucioleProcess.Run("evaluate", P, _folder.File("nowhere"), "--out", D), "nowhere", "no such folder");
        LucioleProcess.AssertRefused(LucioleProcess.Run("evaluate", P, T, "--out", D, "--organelle", "nuclei"), "--organelle nuclei", "nucleus, mitochondria, actin, tubulin");
        LucioleProcess.AssertRefused(LucioleProcess.Run("evaluate", P, T, "--out", D, "--confidence", P), "--report");
        LucioleProcess.AssertRefused(LucioleProcess.Run("evaluate", P, T, "--out", D, "--inputs", Directory.CreateDirectory(_folder.File("empty")).FullName), "holds no image");
        LucioleProcess.AssertRefused(LucioleProcess.Run("evaluate", P, T, "--out", D, "--focus-csv", _folder.File("none.csv")), "none.csv", "name,modality,image_z,best_z");
        TinyImages.WriteDamaged(Path.Combine(P, "nucleus-fluorescence-ome-tiff", "image_2.tiff"));
        LucioleProcess.AssertRefused(LucioleProcess.Run("evaluate", P, T, "--out", D, "--report"), "image_2.tiff");
        Assert.Empty(Directory.Exists(D) ? Directory.GetFileSystemEntries(D) : []);
        File.WriteAllText(_folder.File("file"), "");
        LucioleProcess.AssertRefused(LucioleProcess.Run("evaluate", P, T, "--out", _folder.File("file")), "file: cannot be made");
    }

    [Fact]
    public async Task Stopped_it_leaves_no_file()
    {
        Write(3);
        var truth = Path.Combine(T, "nucleus-fluorescence-ome-tiff", "image_1.tiff");
        for (var i = 4; i < 3_000; i++)
        {
            foreach (var folder in new[] { P, T })
                File.CreateSymbolicLink(Path.Combine(folder, "nucleus-fluorescence-ome-tiff", $"image_{i}.tiff"), truth);
        }

        using var process = LucioleProcess.Start("evaluate", P, T, "--out", D, "--report");
        var messages = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        for (var tries = 0; tries < 600 && !process.HasExited && !(Directory.Exists(D) && Directory.GetFiles(D).Length > 0); tries++)
            await Task.Delay(50);
        _ = Kill(process.Id, 2);
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)));
        Assert.True(process.ExitCode == 130, $"{process.ExitCode}: {await messages}{await output}");
        Assert.Empty(Directory.GetFileSystemEntries(D));
    }

    private string P => _folder.File("p", "images");

    private string T => _folder.File("t");

    private string D => _folder.File("out");

    private void Write(int images)
    {
        for (var i = 1; i <= images; i++)
        {
            TinyImages.WriteRaw(_folder.File("in", $"image_{i}.tiff"), i);
            TinyImages.WriteTarget(Path.Combine(P, "nucleus-fluorescence-ome-tiff", $"image_{i}.tiff"), i + 10);
            TinyImages.WriteTarget(Path.Combine(T, "nucleus-fluorescence-ome-tiff", $"image_{i}.tiff"), i);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
