using Luciole.Workflows.Journal.TensorBoard;

namespace Luciole.Workflows.Tests.Journal.TensorBoard;

public sealed class TrainingEventsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SettableClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_batch_has_its_own_place_and_every_epoch_stands_at_its_last_batch()
    {
        var events = Write(0, journal =>
        {
            for (var epoch = 1; epoch <= 2; epoch++)
            {
                for (var step = 1; step <= 3; step++)
                    journal.StepDone(Records.Step(epoch, step, 3, loss: (10 * epoch) + step, rate: 0.5));
                journal.EpochDone(Records.Epoch(epoch, Records.Figures(0.25 * epoch, metrics: ("psnr", 20)), Records.Figures(0.5, metrics: [("psnr", 18), ("ssim", 0.5)])));
            }
        });
        var steps = events.Where(e => e.Values.ContainsKey("loss/train_step")).ToList();
        Assert.Equal([1, 2, 3, 4, 5, 6], steps.Select(e => e.Step));
        Assert.Equal([11, 12, 13, 21, 22, 23], steps.Select(e => e.Values["loss/train_step"]));
        Assert.All(steps, e => Assert.Equal((0.5f, 6f), (e.Values["opt/lr"], e.Values["perf/samples_per_second"])));

        var epochs = events.Where(e => e.Values.ContainsKey("epoch")).ToList();
        Assert.Equal([3, 6], epochs.Select(e => e.Step));
        Assert.Equal(
            new Dictionary<string, float> { ["epoch"] = 2, ["loss/train"] = 0.5f, ["loss/val"] = 0.5f, ["psnr/train"] = 20, ["psnr/val"] = 18, ["ssim/val"] = 0.5f },
            epochs[1].Values);
    }

    [Fact]
    public void A_scaled_loss_has_its_scale_and_the_steps_that_were_skipped()
    {
        var events = Write(0, journal => journal.StepDone(Records.Step(1, 1, 3) with { LossScale = new(512, 3, 7) }));
        Assert.Equal((512f, 7f), (events[^1].Values["opt/loss_scale"], events[^1].Values["opt/skipped_steps"]));
    }

    [Fact]
    public void An_epoch_without_validation_has_no_validation_curves()
    {
        var last = Write(0, journal => journal.EpochDone(Records.Epoch(1, Records.Figures(1, metrics: [("psnr", double.NaN), ("mae", 1)]))))[^1];
        Assert.Equal(["epoch", "loss/train"], last.Values.Keys);
    }

    [Fact]
    public void Long_epochs_are_drawn_together_with_the_mean_loss()
    {
        const int Steps = 450;
        var events = Write(0, journal =>
        {
            for (var step = 1; step <= Steps; step++)
                journal.StepDone(Records.Step(1, step, Steps, loss: step));
        }).Where(e => e.Values.Count > 0).ToList();
        Assert.Equal(150, events.Count);
        Assert.Equal((3, 2f), (events[0].Step, events[0].Values["loss/train_step"]));
        Assert.Equal((450, 449f), (events[^1].Step, events[^1].Values["loss/train_step"]));
    }

    [Fact]
    public void The_rest_of_a_long_epoch_is_not_mixed_with_the_next()
    {
        const int Steps = 401;
        var events = Write(0, journal =>
        {
            for (var step = 1; step <= Steps; step++)
                journal.StepDone(Records.Step(1, step, Steps, loss: step));
            journal.StepDone(Records.Step(2, 1, Steps, loss: 7));
        }).Where(e => e.Values.Count > 0).ToList();
        Assert.Equal((401, 400.5f), (events[^1].Step, events[^1].Values["loss/train_step"]));
    }

    [Fact]
    public void A_training_that_goes_on_supersedes_what_a_lost_one_wrote_behind_its_start()
    {
        Write(0, journal =>
        {
            for (var step = 1; step <= 5; step++)
                journal.StepDone(Records.Step(1, step, 10, loss: 100 + step));
        });
        _clock.Now += TimeSpan.FromMinutes(1);
        Write(3, journal => journal.StepDone(Records.Step(1, 4, 10, loss: 4)));

        // What TensorBoard does with the files of a folder, in the order of their names.
        var curve = new SortedDictionary<long, float>();
        var sessions = 0;
        foreach (var e in Directory.GetFiles(_folder.FullName).Order(StringComparer.Ordinal).SelectMany(EventFile.Read))
        {
            if (e.SessionStatus == 1 && ++sessions > 1)
            {
                foreach (var step in curve.Keys.Where(s => s >= e.Step).ToList())
                    curve.Remove(step);
            }

            if (e.Values.TryGetValue("loss/train_step", out var loss))
                curve.Add(e.Step, loss);
        }

        Assert.Equal([(1, 101f), (2, 102f), (3, 103f), (4, 4f)], curve.Select(p => ((int)p.Key, p.Value)));
    }

    private List<EventFile.Event> Write(long stepsDone, Action<TrainingEvents> write)
    {
        var before = Directory.GetFiles(_folder.FullName);
        using (var journal = new TrainingEvents(_folder.FullName, ["psnr", "ssim"], stepsDone, _clock))
            write(journal);
        return [.. EventFile.Read(Assert.Single(Directory.GetFiles(_folder.FullName).Except(before)))];
    }
}
