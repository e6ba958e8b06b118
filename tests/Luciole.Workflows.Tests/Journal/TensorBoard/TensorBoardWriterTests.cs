using Luciole.Workflows.Journal.TensorBoard;

namespace Luciole.Workflows.Tests.Journal.TensorBoard;

public sealed class TensorBoardWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SettableClock _clock = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_begins_with_its_version_and_the_start_of_the_session()
    {
        using var writer = new TensorBoardWriter(_folder.FullName, 17, _clock);
        var events = EventFile.Read(writer.Path);
        Assert.Equal(2, events.Count);
        Assert.Equal(("brain.Event:2", 0, null), (events[0].Version, events[0].Step, events[0].SessionStatus));
        Assert.Equal((null, 17, 1L), (events[1].Version, events[1].Step, events[1].SessionStatus));
        Assert.Equal(1_893_553_445, events[0].WallTime);
    }

    [Fact]
    public void Its_name_tells_second_machine_and_process_and_never_repeats()
    {
        using var first = new TensorBoardWriter(_folder.FullName, 0, _clock);
        using var second = new TensorBoardWriter(_folder.FullName, 0, _clock);
        Assert.Equal(
            $"events.out.tfevents.1893553445.{Environment.MachineName}.{Environment.ProcessId}.0", Path.GetFileName(first.Path));
        Assert.NotEqual(first.Path, second.Path);
        Assert.True(string.CompareOrdinal(first.Path, second.Path) < 0);
    }

    [Fact]
    public void Numbers_lie_under_their_tags_at_their_step_in_single_precision()
    {
        string path;
        using (var writer = new TensorBoardWriter(_folder.File("new", "folder"), 1, _clock))
        {
            path = writer.Path;
            writer.Scalars(1, [new("loss/train", 0.1), new("a tag with µ", -2)]);
            _clock.Now += TimeSpan.FromMilliseconds(1500);
            writer.Scalars(5_000_000_000, [new("loss/train", 3e38)]);
        }

        var events = EventFile.Read(path);
        Assert.Equal(new Dictionary<string, float> { ["loss/train"] = 0.1f, ["a tag with µ"] = -2 }, events[2].Values);
        Assert.Equal((5_000_000_000, 1_893_553_446.5), (events[3].Step, events[3].WallTime));
        Assert.Equal(3e38f, events[3].Values["loss/train"]);
    }

    [Fact]
    public void Long_messages_have_lengths_of_several_bytes()
    {
        string path;
        using (var writer = new TensorBoardWriter(_folder.FullName, 1, _clock))
        {
            path = writer.Path;
            writer.Scalars(300, Enumerable.Range(0, 2000).Select(i => KeyValuePair.Create($"tag {i} {new string('x', 200)}", (double)i)));
        }

        var values = EventFile.Read(path)[^1].Values;
        Assert.Equal(2000, values.Count);
        Assert.Equal(1234, values[$"tag 1234 {new string('x', 200)}"]);
    }

    [Fact]
    public void What_is_not_finite_is_left_out()
    {
        using var writer = new TensorBoardWriter(_folder.FullName, 1, _clock);
        writer.Scalars(1, [new("a", double.NaN), new("b", double.PositiveInfinity), new("c", 1)]);
        writer.Scalars(2, [new("a", double.NaN)]);
        writer.Flush();
        var last = EventFile.Read(writer.Path)[^1];
        Assert.Equal((1, "c"), (last.Step, Assert.Single(last.Values).Key));
    }

    [Fact]
    public void Readers_see_it_after_half_a_minute_without_being_told()
    {
        using var writer = new TensorBoardWriter(_folder.FullName, 1, _clock);
        writer.Scalars(1, [new("a", 1)]);
        Assert.Equal(2, EventFile.Read(writer.Path).Count);
        _clock.Now += TimeSpan.FromSeconds(31);
        writer.Scalars(2, [new("a", 1)]);
        Assert.Equal(4, EventFile.Read(writer.Path).Count);
    }

    [Fact]
    public void A_folder_that_is_a_file_is_an_error_of_the_disk()
    {
        File.WriteAllText(_folder.File("file"), "");
        Assert.ThrowsAny<IOException>(() => new TensorBoardWriter(_folder.File("file"), 1, _clock));
    }
}
