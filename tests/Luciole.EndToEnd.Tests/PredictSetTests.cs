using Luciole.Files;
using Luciole.Imaging.Ome;
using Luciole.Imaging.Pixels;
using Luciole.Imaging.Tiff;

namespace Luciole.EndToEnd.Tests;

public sealed class PredictSetTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PredictSetTests()
    {
        TinyNetwork.WriteCheckpoint(_folder.File("models", "nucleus.pth"), null, "--set", "SYSTEM.SEED=1");
        TinyNetwork.WriteCheckpoint(_folder.File("models", "tubulin.pth"), null, "--set", "SYSTEM.SEED=2");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_organelle_gets_the_prediction_of_its_own_model()
    {
        var image = TinyImages.WriteRaw(_folder.File("in", "cells.ome.tiff"), 1, 70, 50);
        var (output, _) = LucioleProcess.Succeed("predict", image, "--models", _folder.File("models"), "--out", Out);
        Assert.Equal([_folder.File("out", "nucleus", "cells.ome.tif"), _folder.File("out", "tubulin", "cells.ome.tif")], Lines(output));
        LucioleProcess.Succeed("predict", image, "--model", _folder.File("models", "tubulin.pth"), "--out", _folder.File("alone"));
        Assert.Equal(Pixels(_folder.File("alone", "cells.ome.tif")), Pixels(_folder.File("out", "tubulin", "cells.ome.tif")));
        Assert.NotEqual(Pixels(_folder.File("out", "nucleus", "cells.ome.tif")), Pixels(_folder.File("out", "tubulin", "cells.ome.tif")));
    }

    [Fact]
    public void A_stack_becomes_one_file_with_all_organelles_and_a_table_of_trust()
    {
        for (var z = 0; z < 3; z++)
            TinyImages.WriteRaw(_folder.File("in", $"image_4_BF_z{z}.ome.tiff"), z + 1, 40, 40);
        var (output, messages) = LucioleProcess.Succeed(
            "predict", _folder.File("in"), "--models", _folder.File("models"), "--out", Out, "--format", "multichannel", "--focus", "best", "--confidence", "--low-memory");
        Assert.Equal([_folder.File("out", "image_4_BF.ome.tif"), _folder.File("out", "confidence", "image_4_BF.ome.tif"), _folder.File("out", "trust.csv")], Lines(output));
        using var ome = OmeTiff.Open(_folder.File("out", "image_4_BF.ome.tif"));
        Assert.Equal(["Nucleus", "Tubulin"], ome.Series.ChannelNames);
        Assert.Equal(TinyImages.PixelX, ome.Metadata.PhysicalSize!.X);
        Assert.Equal("BF", TiffSummary.Read(_folder.File("out", "image_4_BF.ome.tif")).Provenance!["modality"]);
        Assert.StartsWith("image_4_BF,", File.ReadAllLines(_folder.File("out", "trust.csv"))[1]);
        Assert.DoesNotContain("warning", messages, StringComparison.OrdinalIgnoreCase);

        var page = File.ReadAllText(_folder.File("out", "report.html"));
        Assert.Contains("Nucleus, Tubulin by models, 1 image<", page);
        Assert.Matches("""\{"image":"image_4_BF","organelle":"nucleus","modality":"BF",("flags":"[a-z, ]+",)?"mean confidence":[0-9.E-]+,"input":\d+,"prediction":\d+,"confidence":\d+\}""", page);
        Assert.Contains("\"organelle\":\"tubulin\"", page);
        Assert.DoesNotContain("note: " + Out, messages);
    }

    [Fact]
    public void One_model_can_judge_and_choose_planes_too()
    {
        var image = TinyImages.WriteRaw(_folder.File("in", "cells.tif"), 1, 32, 32);
        var (output, _) = LucioleProcess.Succeed("predict", image, "--model", _folder.File("models", "nucleus.pth"), "--out", Out, "--confidence");
        Assert.Equal([_folder.File("out", "cells.tif"), _folder.File("out", "confidence", "cells.tif"), _folder.File("out", "trust.csv")], Lines(output));
    }

    [Fact]
    public void What_cannot_be_is_refused_before_anything_is_written()
    {
        var image = TinyImages.WriteRaw(_folder.File("in", "a.tif"), 1);
        Directory.CreateDirectory(_folder.File("empty"));
        void Refused(string[] arguments, params string[] parts) => LucioleProcess.AssertRefused(LucioleProcess.Run(["predict", image, "--out", Out, .. arguments]), parts);
        Refused([], "Neither --model nor --models");
        Refused(["--model", _folder.File("models", "nucleus.pth"), "--models", _folder.File("models")], "--model and --models are both given");
        Refused(["--models", _folder.File("empty")], _folder.File("empty"), "holds no model");
        Refused(["--models", _folder.File("models"), "--format", "jpeg"], "--format jpeg", "separate or multichannel");
        Refused(["--models", _folder.File("models"), "--focus", "sharp"], "--focus sharp", "all, best or mean");
        Refused(["--models", _folder.File("models"), "--output", "target"], "nucleus.pth", "target");
        Refused(["--models", _folder.File("models"), "--config", "x.yaml"], "--config", "--model only");
        Assert.False(Directory.Exists(Out));
    }

    private string Out => _folder.File("out");

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static float[] Pixels(string path)
    {
        using var image = ImageFile.Read(path);
        return image.ToSingle();
    }
}
