using System.Diagnostics;
using System.Text.Json;
using Luciole.Files;
using Luciole.Imaging.Pixels;
using Luciole.Imaging.Tiff;

namespace Luciole.EndToEnd.Tests;

public sealed class PredictTests : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public PredictTests() => _model = TinyNetwork.WriteCheckpoint(_folder.File("models", "my_nucleus.pth"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_output_tells_what_it_is_and_where_it_comes_from()
    {
        var input = TinyImages.WriteRaw(_folder.File("in", "cells.ome.tiff"), 1, 40, 56);
        var (output, _) = LucioleProcess.Succeed("predict", input, "--model", _model, "--out", Out);
        Assert.Equal([Path.Combine(Out, "cells.ome.tif")], Lines(output));

        var before = TiffSummary.Read(input);
        var summary = TiffSummary.Read(Path.Combine(Out, "cells.ome.tif"));
        Assert.Equal((before.Axes, before.PhysicalUnit, "uint16"), (summary.Axes, summary.PhysicalUnit, summary.DType));
        Assert.Equal(before.AxesSizes, summary.AxesSizes);
        Assert.Equal(before.PhysicalSize, summary.PhysicalSize);
        Assert.Equal(["Nucleus"], summary.ChannelNames);
        Assert.StartsWith("Luciole ", summary.Provenance!["program"]);
        Assert.Equal(ContentHash.OfFile(_model), summary.Provenance["model_sha256"]);
        Assert.Equal(64, summary.Provenance["configuration_sha256"].Length);
        Assert.Equal("cells.ome.tiff", summary.Provenance["input_file"]);
        Assert.Equal("raw", summary.Provenance["output_scale"]);
    }

    [Fact]
    public void The_output_opens_in_tifffile_with_the_axes_of_the_input()
    {
        Assert.SkipUnless(File.Exists(Python), $"{Python} is absent; this test reads with tifffile.");
        var input = TinyImages.WriteRaw(_folder.File("cells.ome.tiff"), 1, 40, 56);
        LucioleProcess.Succeed("predict", input, "--model", _model, "--out", Out);
        const string Script = """
            import sys, json
            try:
                import tifffile
            except ImportError:
                sys.exit(77)
            results = []
            for path in sys.argv[1:]:
                with tifffile.TiffFile(path) as tif:
                    s = tif.series[0]
                    results.append([tif.is_ome, s.get_axes(squeeze=False), list(s.get_shape(squeeze=False)), s.axes, str(s.dtype)])
            print(json.dumps(results))
            """;
        using var python = Process.Start(new ProcessStartInfo(Python, ["-c", Script, input, Path.Combine(Out, "cells.ome.tif")]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var printed = python.StandardOutput.ReadToEnd();
        python.WaitForExit();
        Assert.SkipWhen(python.ExitCode == 77, "Debian's python3-tifffile is absent; this test reads with it.");
        Assert.Equal(0, python.ExitCode);
        using var json = JsonDocument.Parse(printed);
        Assert.Equal(json.RootElement[0].GetRawText(), json.RootElement[1].GetRawText());
        Assert.True(json.RootElement[1][0].GetBoolean());
    }

    [Fact]
    public void Files_and_folders_are_predicted_once_each_without_overwriting_each_other()
    {
        TinyImages.WriteRaw(_folder.File("in", "one", "cells.tif"), 1);
        TinyImages.WriteRaw(_folder.File("in", "two", "cells.tif"), 2);
        TinyImages.WriteRaw(_folder.File("more", "other.tif"), 3);
        File.WriteAllText(_folder.File("more", "notes.txt"), "no image");
        var (output, _) = LucioleProcess.Succeed(
            "predict", _folder.File("in"), _folder.File("more"), _folder.File("more", "other.tif"), "--model", _model, "--out", Out);
        Assert.Equal(["one_cells.tif", "other.tif", "two_cells.tif"], Files());
        Assert.Equal(3, Lines(output).Length);
        Assert.NotEqual(File.ReadAllBytes(Path.Combine(Out, "one_cells.tif")), File.ReadAllBytes(Path.Combine(Out, "two_cells.tif")));
    }

    [Fact]
    public void Batches_and_neighbours_do_not_change_a_prediction()
    {
        var first = TinyImages.WriteRaw(_folder.File("in", "a.tif"), 1, 70, 90);
        TinyImages.WriteRaw(_folder.File("in", "b.tif"), 2, 30, 20);
        LucioleProcess.Succeed("predict", first, "--model", _model, "--out", Out);
        LucioleProcess.Succeed("predict", _folder.File("in"), "--model", _model, "--out", _folder.File("both"), "--batch", "3");
        using var alone = ImageFile.Read(Path.Combine(Out, "a.tif"));
        using var together = ImageFile.Read(_folder.File("both", "a.tif"));
        Assert.All(alone.ToSingle().Zip(together.ToSingle()), p => Assert.Equal(p.First, p.Second, 1f));
        using var small = ImageFile.Read(_folder.File("both", "b.tif"));
        Assert.Equal((30, 20), (small.Height, small.Width));
    }

    [Fact]
    public void A_report_shows_what_was_predicted_unless_it_is_not_wanted()
    {
        TinyImages.WriteRaw(_folder.File("in", "image_1_PC_z0.tif"), 1);
        TinyImages.WriteDamaged(_folder.File("in", "b.tif"));
        var result = LucioleProcess.Run("predict", _folder.File("in"), "--model", _model, "--out", Out);
        Assert.Contains(Path.Combine(Out, "report.html"), result.Messages);
        var page = File.ReadAllText(Path.Combine(Out, "report.html"));
        Assert.Contains("Nucleus by my_nucleus.pth, 1 image<", page);
        Assert.Contains("""{"image":"image_1_PC_z0.tif","organelle":"nucleus","modality":"PC","input":""", page);
        LucioleProcess.Succeed("predict", _folder.File("in", "image_1_PC_z0.tif"), "--model", _model, "--out", _folder.File("without"), "--no-report");
        Assert.Equal(["image_1_PC_z0.tif"], Directory.GetFileSystemEntries(_folder.File("without")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_damaged_image_does_not_keep_the_others_waiting()
    {
        TinyImages.WriteRaw(_folder.File("in", "a.tif"), 1);
        var bad = TinyImages.WriteDamaged(_folder.File("in", "b.tif"));
        TinyImages.WriteRaw(_folder.File("in", "c.tif"), 2);
        var result = LucioleProcess.Run("predict", _folder.File("in"), "--model", _model, "--out", Out);
        LucioleProcess.AssertRefused(result, "1 of 3", bad);
        Assert.Equal(["a.tif", "c.tif"], Files());
        Assert.Equal([Path.Combine(Out, "a.tif"), Path.Combine(Out, "c.tif")], Lines(result.Output));
    }

    [Fact]
    public void An_image_is_never_overwritten_by_its_prediction()
    {
        var input = TinyImages.WriteRaw(_folder.File("in", "a.tif"), 1);
        var before = File.ReadAllBytes(input);
        LucioleProcess.AssertRefused(LucioleProcess.Run("predict", input, "--model", _model, "--out", _folder.File("in")), "overwrite", "another output folder");
        Directory.CreateSymbolicLink(_folder.File("link"), _folder.File("in"));
        LucioleProcess.AssertRefused(LucioleProcess.Run("predict", input, "--model", _model, "--out", _folder.File("link")), "overwrite", "another output folder");
        Assert.Equal(before, File.ReadAllBytes(input));
    }

    [Fact]
    public void What_cannot_be_read_or_written_is_refused()
    {
        var input = TinyImages.WriteRaw(_folder.File("in", "a.tif"), 1);
        Directory.CreateDirectory(_folder.File("empty"));
        LucioleProcess.AssertRefused(LucioleProcess.Run("predict", _folder.File("absent.tif"), "--model", _model, "--out", Out), "absent.tif", "no such file or folder");
        LucioleProcess.AssertRefused(LucioleProcess.Run("predict", _folder.File("empty"), "--model", _model, "--out", Out), _folder.File("empty"), "no image");
        LucioleProcess.AssertRefused(LucioleProcess.Run("predict", input, "--model", _folder.File("absent.pth"), "--out", Out), "absent.pth");
        LucioleProcess.AssertRefused(LucioleProcess.Run("predict", input, "--model", input, "--out", Out), input, "not a PyTorch checkpoint");
        LucioleProcess.AssertRefused(LucioleProcess.Run("predict", input, "--model", _model, "--out", Path.Combine(input, "out")), "output folder");
        LucioleProcess.AssertRefused(LucioleProcess.Run("predict", input, "--model", _model, "--out", Out, "--batch", "0"), "--batch 0");
        LucioleProcess.AssertRefused(LucioleProcess.Run("predict", input, "--model", _model, "--out", Out, "--output", "bright"), "--output bright", "raw, target or normalised");
        LucioleProcess.AssertRefused(LucioleProcess.Run("predict", input, "--model", _model, "--out", Out, "--gpu", "blue"), "'blue'");
        LucioleProcess.AssertRefused(LucioleProcess.Run("predict", input, "--model", _model, "--out", Out, "--set", "DATA.TEST.PADING=(4,4)"), "DATA.TEST.PADING", "DATA.TEST.PADDING");
        LucioleProcess.AssertRefused(LucioleProcess.Run("predict", input, "--model", _model, "--out", Out, "--set", "DATA.TEST.PADDING=(16,16)"), "PADDING");
    }

    private string Out => _folder.File("out");

    private string[] Files() => [.. Directory.GetFiles(Out, "*.tif").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
