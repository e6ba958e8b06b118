using System.Xml.Linq;
using Luciole.Training;
using Luciole.Workflows.Journal.Charts;

namespace Luciole.Workflows.Tests.Journal.Charts;

public sealed class TrainingChartsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void There_is_a_chart_of_the_loss_of_each_metric_and_of_the_learning_rate()
    {
        Draw(["psnr", "ssim"], [.. Enumerable.Range(1, 12).Select(i => Epoch(i, 2.0 / i, 3.0 / i))]);
        Assert.Equal(["job_1_PSNR.svg", "job_1_SSIM.svg", "job_1_loss.svg", "job_1_lr.svg"], Directory.GetFiles(_folder.FullName).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        var loss = Read("loss");
        Assert.Equal(2, loss.Descendants().Count(e => e.Name.LocalName == "polyline"));
        Assert.Contains("ringed: the best epoch, 12, with 0.25 on the validation set", loss.Value);
        Assert.Contains("PSNR", Read("PSNR").Value);
    }

    [Fact]
    public void Skipped_steps_have_a_chart_where_the_loss_is_scaled()
    {
        Draw([], [Epoch(1, 2, null) with { LossScale = new(65536, 10, 0) }, Epoch(2, 1, null) with { LossScale = new(32768, 3, 1) }]);
        Assert.Contains("Steps skipped", Read("skipped").Value);
    }

    [Fact]
    public void Without_validation_there_is_one_curve()
    {
        Draw(["psnr"], [Epoch(1, 2, null), Epoch(2, 1, null)]);
        Assert.Single(Read("loss").Descendants(), e => e.Name.LocalName == "polyline");
        Assert.DoesNotContain("validation", Read("loss").Value);
        Assert.Contains("on the training set", Read("loss").Value);
    }

    [Fact]
    public void An_epoch_that_was_stopped_before_its_validation_is_a_gap_of_one_curve()
    {
        Draw(["ssim"], [Epoch(1, 2, 2), Epoch(2, 1, 1), Epoch(3, 0.5, null) with { Improved = false }]);
        var lengths = Read("loss").Descendants().Where(e => e.Name.LocalName == "polyline").Select(e => ((string)e.Attribute("points")!).Split(' ').Length);
        Assert.Equal([3, 2], lengths);
    }

    private void Draw(string[] metrics, List<EpochRecord> history) => new TrainingCharts(_folder.FullName, "job_1", metrics).Draw(history);

    private XElement Read(string name) => XElement.Load(_folder.File($"job_1_{name}.svg"));

    private static EpochRecord Epoch(int epoch, double training, double? validation) => Records.Epoch(
        epoch,
        Records.Figures(training, metrics: [("psnr", 20 + epoch), ("ssim", epoch == 2 ? double.NaN : 0.5)]),
        validation is { } v ? Records.Figures(v, metrics: [("psnr", 19), ("ssim", 0.4)]) : null,
        improved: true);
}
