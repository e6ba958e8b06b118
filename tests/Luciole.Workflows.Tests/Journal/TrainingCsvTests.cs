using System.Globalization;
using Luciole.Training;
using Luciole.Workflows.Journal;

namespace Luciole.Workflows.Tests.Journal;

public sealed class TrainingCsvTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Path => _folder.File("results", "training_log.csv");

    [Fact]
    public void Each_epoch_is_a_line_with_all_its_figures()
    {
        var csv = new TrainingCsv(Path, ["psnr", "ssim"], []);
        csv.Add(new EpochRecord(
            1, Records.Figures(0.5, 30, ("psnr", 20.25), ("ssim", 0.75)), Records.Figures(0.625, 4, ("psnr", 19), ("ssim", 0.5)), 1e-4, true, TimeSpan.FromSeconds(7.5), 11));
        csv.Add(new EpochRecord(2, Records.Figures(0.25, 30, ("psnr", 21), ("ssim", 0.8)), null, 5e-5, false, TimeSpan.FromSeconds(17.5), 22));
        Assert.Equal(
            [
                "epoch,step,seconds,lr,train_loss,val_loss,train_psnr,train_ssim,val_psnr,val_ssim,samples_per_second",
                "1,11,7.5,0.0001,0.5,0.625,20.25,0.75,19,0.5,4",
                "2,22,17.5,5E-05,0.25,,21,0.8,,,3",
            ],
            File.ReadAllLines(Path));
    }

    [Fact]
    public void What_is_not_finite_or_not_measured_is_an_empty_field()
    {
        new TrainingCsv(Path, ["psnr", "mae"], []).Add(Records.Epoch(1, Records.Figures(double.PositiveInfinity, metrics: ("psnr", double.NaN)), seconds: 0));
        Assert.Equal("1,1,0,0.001,,,,,,,", File.ReadAllLines(Path)[1]);
    }

    [Fact]
    public void Numbers_come_back_as_they_were()
    {
        var random = new Random(1);
        var values = Enumerable.Range(0, 200).Select(_ => Math.Pow(10, random.Next(-300, 300)) * (random.NextDouble() - 0.5)).ToList();
        _ = new TrainingCsv(Path, [], [.. values.Select((v, i) => Records.Epoch(i + 1, Records.Figures(v)))]);
        Assert.Equal(values, File.ReadAllLines(Path)[1..].Select(l => double.Parse(l.Split(',')[4], CultureInfo.InvariantCulture)));
    }

    [Fact]
    public void A_training_that_goes_on_has_every_epoch_once()
    {
        var history = Enumerable.Range(1, 3).Select(i => Records.Epoch(i, Records.Figures(i), seconds: 10 * i)).ToList();
        var lost = new TrainingCsv(Path, [], history);
        lost.Add(Records.Epoch(4, Records.Figures(-1), seconds: 40));
        var resumed = new TrainingCsv(Path, [], history);
        resumed.Add(Records.Epoch(4, Records.Figures(4), seconds: 38));
        var lines = File.ReadAllLines(Path);
        Assert.Equal(["1", "2", "3", "4"], lines[1..].Select(l => l.Split(',')[4]));
        Assert.Equal("1", lines[4].Split(',')[^1]);
    }

    [Fact]
    public void A_scaled_loss_has_its_scale_and_the_steps_that_were_skipped()
    {
        var epoch = Records.Epoch(1, Records.Figures(1), seconds: 10);
        var csv = new TrainingCsv(Path, [], [epoch], isScaled: true);
        csv.Add(epoch with { Epoch = 2, LossScale = new(512, 3, 7) });
        var lines = File.ReadAllLines(Path);
        Assert.EndsWith(",samples_per_second,loss_scale,skipped_steps", lines[0]);
        Assert.EndsWith(",0.8,,", lines[1]);
        Assert.EndsWith(",512,7", lines[2]);
    }

    [Fact]
    public void A_training_begun_anew_begins_the_table_anew()
    {
        new TrainingCsv(Path, [], []).Add(Records.Epoch(1, Records.Figures(1)));
        _ = new TrainingCsv(Path, [], []);
        Assert.Single(File.ReadAllLines(Path));
    }
}
