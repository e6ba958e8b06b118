using Luciole.Imaging.Pixels;
using Luciole.Imaging.Tiff;

namespace Luciole.EndToEnd.Tests;

public sealed class DemoTests : IDisposable
{
    private static readonly string[] s_organelles = ["nucleus", "mitochondria", "actin", "tubulin"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_demonstration_goes_the_whole_way_for_four_organelles()
    {
        var root = _folder.File("demo");
        var (exitCode, output, messages) = LucioleProcess.Run(TimeSpan.FromMinutes(9), "demo", "--minutes", "0.05", "--out", root);
        Assert.True(exitCode == 0, messages);

        Assert.Equal(6 * 9, Directory.GetFiles(Path.Combine(root, "held-out"), "*.ome.tiff", SearchOption.AllDirectories).Length);
        Assert.Equal(48 * 9, Directory.GetFiles(Path.Combine(root, "studies"), "*.ome.tiff", SearchOption.AllDirectories).Length);
        Assert.True(File.Exists(Path.Combine(root, "pretraining", "checkpoints", "pretraining_1-checkpoint-best.pth")));
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(root, "pretraining", "results", "pretraining_1", "MAE_checks"), "*.png"));
        foreach (var organelle in s_organelles)
        {
            Assert.True(File.Exists(Path.Combine(root, organelle, "checkpoints", $"{organelle}_1-checkpoint-best.pth")));
            var predictions = Directory.GetFiles(Path.Combine(root, organelle, "results", $"{organelle}_1", "per_image"));
            Assert.Equal(18, predictions.Length);
            using var prediction = ImageFile.Read(predictions[0]);
            Assert.Equal((256, 256, 1), (prediction.Height, prediction.Width, prediction.Channels));
            Assert.Equal(organelle, Assert.Single(TiffSummary.Read(predictions[0]).ChannelNames!).ToLowerInvariant());
            Assert.True(new FileInfo(Path.Combine(root, $"{organelle}.png")).Length > 10_000);
            Assert.Matches($@"(?im)^{organelle} +-?0\.\d+ +-?0\.\d+ +-?0\.\d+ +-?0\.\d+ +-?0\.\d+ +0\.\d+\s*$", output);
        }

        Assert.True(new FileInfo(Path.Combine(root, "all-organelles.png")).Length > 10_000);
        Assert.Contains("A constant prediction correlates with nothing", output);
        Assert.Contains("done in", output);
    }
}
