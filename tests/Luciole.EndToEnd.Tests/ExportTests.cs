using Luciole.Checkpoints;
using Luciole.Imaging.Pixels;
using Luciole.Imaging.Tiff;

namespace Luciole.EndToEnd.Tests;

public sealed class ExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_exported_checkpoint_predicts_the_same_image()
    {
        var source = TinyNetwork.WriteCheckpoint(_folder.File("m.pth"), null, "--set", "MODEL.VIT_NORM_EPS=1e-5");
        var (output, messages) = LucioleProcess.Succeed("export", source, "--out", _folder.File("b.pth"));
        Assert.Contains("b.pth", output);
        Assert.DoesNotContain("note:", messages);
        using (var exported = PyTorchCheckpoint.Open(_folder.File("b.pth")))
            Assert.Equal(PickleDict.CfgNode, exported.Configuration!.ClassName);

        var image = TinyImages.WriteRaw(_folder.File("in", "a.ome.tiff"), 1);
        foreach (var model in new[] { "m", "b" })
            LucioleProcess.Succeed("predict", image, "--model", _folder.File($"{model}.pth"), "--out", _folder.File(model), "--output", "normalised");
        Assert.Equal(Pixels("m"), Pixels("b"));
    }

    [Fact]
    public void What_cannot_be_exported_is_refused()
    {
        var source = TinyNetwork.WriteCheckpoint(_folder.File("m.pth"));
        LucioleProcess.AssertRefused(LucioleProcess.Run("export", source, "--out", source), "exists already");
        LucioleProcess.AssertRefused(LucioleProcess.Run("export", source, "--for", "keras", "--out", _folder.File("b.pth")), "--for keras");
        LucioleProcess.AssertRefused(LucioleProcess.Run("export", _folder.File("none.pth"), "--out", _folder.File("b.pth")), "none.pth");
        Assert.False(File.Exists(_folder.File("b.pth")));
    }

    private byte[] Pixels(string folder)
    {
        using var image = ImageFile.Read(Assert.Single(Directory.GetFiles(_folder.File(folder), "*.tif")));
        return ImageArray.Load(image).Data;
    }
}
