using Luciole.Workflows.Journal;

namespace Luciole.Workflows.Tests.Journal;

public sealed class TrainingLinesTests
{
    [Fact]
    public void A_batch_tells_where_training_is_and_when_it_will_be_done()
    {
        var step = Records.Step(3, 12, 55, loss: 0.41234, rate: 3e-4, progress: 0.25, seconds: 60);
        Assert.Equal("epoch 3/20  step 12/55  25 %  loss 0.4123  lr 0.0003  6.0 samples/s  3:00 left", TrainingLines.Of(step, 20));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 100)]
    public void The_beginning_promises_nothing_and_the_end_needs_no_promise(double progress, int percent) =>
        Assert.Equal(
            $"epoch 1/2  step 1/2  {percent} %  loss 1.0000  lr 0.001  6.0 samples/s", TrainingLines.Of(Records.Step(1, 1, 2, progress: progress, seconds: 10), 2));

    [Fact]
    public void An_epoch_tells_all_its_figures()
    {
        var epoch = Records.Epoch(
            3, Records.Figures(0.4123, metrics: [("psnr", 18.213), ("ssim", 0.53)]), Records.Figures(0.44, metrics: [("psnr", 17.9), ("ssim", 0.5)]), 3e-4, true, seconds: 62);
        Assert.Equal(
            "epoch 3/20  loss 0.4123 (val 0.4400)  PSNR 18.21 (17.90)  SSIM 0.5300 (0.5000)  lr 0.0003  6.0 samples/s  1:02 (left 5:51)  best",
            TrainingLines.Of(epoch, 20, ["psnr", "ssim"], Records.Step(3, 55, 55, progress: 0.15)));
    }

    [Fact]
    public void Skipped_steps_are_told()
    {
        var epoch = Records.Epoch(2, Records.Figures(0.5), seconds: 10);
        Assert.DoesNotContain("skipped", TrainingLines.Of(epoch with { LossScale = new(65536, 3, 0) }, 2, [], null));
        Assert.EndsWith("  7 steps skipped (loss scale 512)  best", TrainingLines.Of(epoch with { LossScale = new(512, 3, 7), Improved = true }, 2, [], null));
    }

    [Fact]
    public void What_was_not_measured_is_not_told()
    {
        var epoch = Records.Epoch(2, Records.Figures(0.5, metrics: [("psnr", double.NaN), ("mae", 1)]), seconds: 3700);
        Assert.Equal("epoch 2/2  loss 0.5000  lr 0.001  1:01:40", TrainingLines.Of(epoch, 2, ["psnr"], null));
    }
}
