using System.Text.Json;
using Luciole.Workflows.Journal;

namespace Luciole.Workflows.Tests.Journal;

public sealed class TrainingJsonLogTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_line_has_the_names_that_BiaPy_writes()
    {
        var path = _folder.File("train_logs", "a_log.txt");
        var log = new TrainingJsonLog(path, ["mae", "mse", "ssim", "psnr"]);
        (string, double)[] metrics = [("mae", 0.1), ("mse", 0.2), ("ssim", 0.3), ("psnr", 20)];
        log.Add(Records.Epoch(1, Records.Figures(0.5, metrics: metrics), Records.Figures(0.75, metrics: metrics), rate: 0.25));
        log.Add(Records.Epoch(2, Records.Figures(0.4, metrics: metrics)));
        var lines = File.ReadAllLines(path).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(
            ["train_loss", "train_MAE", "train_MSE", "train_SSIM", "train_PSNR", "train_lr", "test_loss", "test_MAE", "test_MSE", "test_SSIM", "test_PSNR", "epoch"],
            lines[0].EnumerateObject().Select(p => p.Name));
        Assert.Equal([0.5, 0.1, 0.2, 0.3, 20, 0.25, 0.75, 0.1, 0.2, 0.3, 20, 0], lines[0].EnumerateObject().Select(p => p.Value.GetDouble()));
        Assert.Equal(["train_loss", "train_MAE", "train_MSE", "train_SSIM", "train_PSNR", "train_lr", "epoch"], lines[1].EnumerateObject().Select(p => p.Name));
        Assert.Equal(1, lines[1].GetProperty("epoch").GetInt32());
    }

    [Fact]
    public void A_scaled_loss_has_its_scale_and_the_steps_that_were_skipped()
    {
        var path = _folder.File("a.txt");
        new TrainingJsonLog(path, []).Add(Records.Epoch(1, Records.Figures(1)) with { LossScale = new(512, 3, 7) });
        var line = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        Assert.Equal((512.0, 7), (line.GetProperty("loss_scale").GetDouble(), line.GetProperty("skipped_steps").GetInt32()));
    }

    [Fact]
    public void What_is_not_finite_is_null_and_what_was_not_asked_for_is_not_there()
    {
        var path = _folder.File("a.txt");
        new TrainingJsonLog(path, ["psnr"]).Add(Records.Epoch(1, Records.Figures(double.PositiveInfinity, metrics: [("psnr", double.NaN), ("mae", 1)])));
        var line = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        Assert.Equal(JsonValueKind.Null, line.GetProperty("train_loss").ValueKind);
        Assert.Equal(JsonValueKind.Null, line.GetProperty("train_PSNR").ValueKind);
        Assert.False(line.TryGetProperty("train_MAE", out _));
    }
}
