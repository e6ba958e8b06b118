using Luciole.Imaging.Pixels;

namespace Luciole.EndToEnd.Tests;

/// <summary>Models packed, used and sent to the challenge by the commands that the README names.</summary>
public sealed class ModelSetTests : IDisposable
{
    private static readonly string[] s_organelles = ["nucleus", "mitochondria", "actin", "tubulin"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_packed_zip_predicts_and_answers_the_challenge()
    {
        var set = _folder.File("models.zip");
        var (output, messages) = LucioleProcess.Succeed(
            ["pack", .. s_organelles.Select(o => TinyNetwork.WriteCheckpoint(_folder.File("checkpoints", o + ".pth"))), "--out", set, "--license", "MIT", "--author", "A. Author", "--cite", "Title; 10.1000/182", "--safetensors"]);
        Assert.Contains("packed and checked", output, StringComparison.Ordinal);
        Assert.DoesNotContain("states no", messages, StringComparison.Ordinal);

        var inputs = _folder.File("in", "images", "organelles-transmitted-light-ome-tiff");
        TinyImages.WriteRaw(Path.Combine(inputs, "one.tiff"), 1);
        TinyImages.WriteDamaged(Path.Combine(inputs, "three.tiff"));
        TinyImages.WriteRaw(Path.Combine(inputs, "two.tiff"), 2, 40, 50);
        var result = LucioleProcess.Run("grand-challenge", "--models", set, "--input", _folder.File("in"), "--output", _folder.File("out"));
        LucioleProcess.AssertRefused(result, "1 of 3 images", "three.tiff");
        foreach (var organelle in s_organelles)
        {
            using var one = ImageFile.Open(_folder.File("out", "images", $"{organelle}-fluorescence-ome-tiff", "one.tiff"));
            using var two = ImageFile.Open(_folder.File("out", "images", $"{organelle}-fluorescence-ome-tiff", "two.tiff"));
            Assert.Equal((64, 64, 40, 50), (one.Height, one.Width, two.Height, two.Width));
            Assert.Equal(organelle, Assert.Single(ImageFile.OmeMetadataOf(one)!.Channels).Name, ignoreCase: true);
        }

        // The same weights through predict --models and through --model.
        LucioleProcess.Succeed("predict", Path.Combine(inputs, "one.tiff"), "--models", set, "--out", _folder.File("set"));
        LucioleProcess.Succeed("predict", Path.Combine(inputs, "one.tiff"), "--model", _folder.File("checkpoints", "actin.pth"), "--out", _folder.File("single"));
        var single = ImageFile.Read(Assert.Single(Directory.GetFiles(_folder.File("single"), "*.tif*")));
        var challenge = ImageFile.Read(_folder.File("out", "images", "actin-fluorescence-ome-tiff", "one.tiff"));
        var packed = ImageFile.Read(Assert.Single(Directory.GetFiles(_folder.File("set", "actin"), "*.tif*")));
        Assert.Equal(single.ToSingle(), packed.ToSingle());
        Assert.Equal(single.ToSingle(), challenge.ToSingle());
    }

    [Fact]
    public void What_cannot_become_a_set_or_a_submission_is_refused()
    {
        var nucleus = TinyNetwork.WriteCheckpoint(_folder.File("nucleus.pth"));
        LucioleProcess.AssertRefused(LucioleProcess.Run("pack", nucleus, "--out", _folder.File("set"), "--license", "mine"), "--license mine", "SPDX");
        LucioleProcess.AssertRefused(LucioleProcess.Run("pack", nucleus, "--out", _folder.File("set"), "--cite", "Title"), "Title", "DOI");
        LucioleProcess.AssertRefused(LucioleProcess.Run("pack", _folder.File("gone.pth"), "--out", _folder.File("set")), "gone.pth");
        LucioleProcess.AssertRefused(LucioleProcess.Run("grand-challenge", "--models", nucleus, "--input", _folder.File("in")), "no model of Mitochondria, Actin, Tubulin");
        Assert.False(Directory.Exists(_folder.File("set")));
    }
}
