using System.Text.Json;
using System.Xml.Linq;
using Luciole.Workflows.Journal;
using Luciole.Workflows.Tests.Journal.TensorBoard;

namespace Luciole.Workflows.Tests.Journal;

public sealed class TrainingJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RecordingLog _log = new();

    public void Dispose() => _folder.Dispose();

    private JournalFiles Files => new(_folder.File("events"), _folder.File("log.csv"), _folder.File("logs", "log.txt"), _folder.File("charts"), "job_1");

    [Fact]
    public void Every_output_has_every_epoch()
    {
        using (var journal = new TrainingJournal(Files, _log, ["psnr"], epochs: 7, chartEvery: 3, history: []))
        {
            Train(journal, 1, 7);
            journal.Finish();
        }

        Assert.Equal(7, _log.Lines.Count);
        Assert.StartsWith("epoch 7/7  loss 0.1429 (val 0.2857)  PSNR 7.00 (6.00)", _log.Lines[^1]);
        Assert.Equal(14, _log.Progressed.Count);
        Assert.Equal(8, File.ReadAllLines(Files.Csv).Length);
        Assert.Equal(Enumerable.Range(0, 7), File.ReadAllLines(Files.JsonLog).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("epoch").GetInt32()));
        var events = EventFile.Read(Assert.Single(Directory.GetFiles(Files.Events)));
        Assert.Equal(2 + 14 + 7, events.Count);
        Assert.Equal(7, PointsOfLoss());
        Assert.Equal(["job_1_PSNR.svg", "job_1_loss.svg", "job_1_lr.svg"], Directory.GetFiles(Files.Charts).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Empty(_log.Notes);
    }

    [Fact]
    public void The_memory_of_a_step_is_told_once_and_again_when_it_grows()
    {
        using var journal = new TrainingJournal(Files, _log, [], epochs: 9, chartEvery: 9, history: []);
        foreach (var bytes in new long?[] { null, 500_000_000, 500_000_000, 900_000_000, 910_000_000 })
        {
            journal.StepDone(Records.Step(1, 1, 2) with { MostMemory = bytes });
            journal.EpochDone(Records.Epoch(1, Records.Figures(1)));
        }

        string[] told = [.. _log.Lines.Where(l => l.StartsWith("a step took ", StringComparison.Ordinal))];
        Assert.Equal(2, told.Length);
        Assert.StartsWith("a step took 500 MB of memory beside weights and optimiser", told[0], StringComparison.Ordinal);
        Assert.StartsWith("a step took 900 MB ", told[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(3, 3)]
    [InlineData(5, 3)]
    [InlineData(6, 6)]
    public void Charts_are_drawn_every_so_many_epochs(int epochs, int drawn)
    {
        using var journal = new TrainingJournal(Files, _log, [], epochs: 7, chartEvery: 3, history: []);
        Train(journal, 1, epochs);
        Assert.Equal(drawn, PointsOfLoss());
        journal.Finish();
        Assert.Equal(epochs, PointsOfLoss());
    }

    [Fact]
    public void A_training_that_goes_on_keeps_the_earlier_epochs_in_table_and_charts()
    {
        var history = Enumerable.Range(1, 4).Select(i => Records.Epoch(i, Records.Figures(1))).ToList();
        using var journal = new TrainingJournal(Files, _log, [], epochs: 7, chartEvery: 3, history, stepsDone: 8);
        Train(journal, 5, 5);
        journal.Finish();
        Assert.Equal(["1", "2", "3", "4", "5"], File.ReadAllLines(Files.Csv)[1..].Select(l => l.Split(',')[0]));
        Assert.Equal(5, PointsOfLoss());
        var events = EventFile.Read(Assert.Single(Directory.GetFiles(Files.Events)));
        Assert.Equal((1L, 9), (events[1].SessionStatus, events[1].Step));
        Assert.Single(File.ReadAllLines(Files.JsonLog));
    }

    [Fact]
    public void What_cannot_be_written_is_told_once_and_training_goes_on()
    {
        File.WriteAllText(_folder.File("events"), "");
        File.WriteAllText(_folder.File("charts"), "");
        File.WriteAllText(_folder.File("logs"), "");
        Directory.CreateDirectory(Files.Csv);
        using (var journal = new TrainingJournal(Files, _log, ["psnr"], epochs: 3, chartEvery: 1, history: []))
        {
            Train(journal, 1, 3);
            journal.Finish();
        }

        Assert.Equal(3, _log.Lines.Count);
        Assert.Equal(4, _log.Notes.Count);
        Assert.All(new[] { Files.Events, Files.Csv, Files.JsonLog, Files.Charts }, file => Assert.Single(_log.Notes, n => n.StartsWith(file + ": cannot be written", StringComparison.Ordinal)));
    }

    private static void Train(TrainingJournal journal, int first, int last)
    {
        for (var epoch = first; epoch <= last; epoch++)
        {
            journal.StepDone(Records.Step(epoch, 1, 2));
            journal.StepDone(Records.Step(epoch, 2, 2));
            journal.EpochDone(Records.Epoch(
                epoch, Records.Figures(1.0 / epoch, metrics: ("psnr", epoch)), Records.Figures(2.0 / epoch, metrics: ("psnr", epoch - 1)), improved: true));
        }
    }

    // Points of the first curve, that of the training loss.
    private int PointsOfLoss()
    {
        var path = Path.Combine(Files.Charts, "job_1_loss.svg");
        return File.Exists(path) ? ((string)XElement.Load(path).Descendants().First(e => e.Name.LocalName == "polyline").Attribute("points")!).Split(' ').Length : 0;
    }
}
