using System.Collections.Concurrent;
using Luciole.Files;
using Luciole.Workflows.Sharing;
using AsTask = System.Threading.Tasks.Task;

namespace Luciole.Workflows.Tests.Sharing;

public sealed class FolderShareTests : IDisposable
{
    private const string Task = "model 1";
    private static readonly ShareTiming s_quick = new() { Lease = TimeSpan.FromHours(1), Pulse = TimeSpan.FromMilliseconds(20), Poll = TimeSpan.FromMilliseconds(5) };
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async AsTask Every_unit_is_done_once_by_some_process_and_all_learn_how_it_ended()
    {
        var units = Units(60);
        var made = new ConcurrentBag<(int Worker, int Unit)>();
        var shares = Enumerable.Range(0, 4).Select(_ => Share()).ToList();
        using var together = new Barrier(shares.Count);
        await AsTask.WhenAll(shares.Select((share, worker) => AsTask.Factory.StartNew(
            () =>
            {
                together.SignalAndWait();
                Work(share, units, index => made.Add((worker, index)));
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        Assert.Equal(Enumerable.Range(0, 60), made.Select(m => m.Unit).Order());
        foreach (var share in shares)
            Assert.Equal(Enumerable.Range(0, 60).Select(i => (i, $"unit {i}")), share.Finished.Select(f => (f.Index, f.Report)));
        for (var worker = 0; worker < shares.Count; worker++)
            Assert.Equal(made.Where(m => m.Worker == worker).Select(m => m.Unit).Order(), shares[worker].Finished.Where(f => f.IsOwn).Select(f => f.Index));
        Assert.Equal(60, Marks().Count);
        Assert.All(Marks(), m => Assert.EndsWith(".done", m));
    }

    [Fact]
    public void A_second_start_finds_everything_done()
    {
        Work(Share(), Units(3));
        var second = Share();
        Assert.Empty(Work(second, Units(3)));
        Assert.Equal(["unit 0", "unit 1", "unit 2"], second.Finished.Select(f => f.Report));
        Assert.DoesNotContain(second.Finished, f => f.IsOwn);
    }

    [Fact]
    public void What_was_deleted_changed_or_replaced_since_is_done_again()
    {
        Work(Share(), Units(5));
        File.Delete(_folder.File("out", "1.tif"));
        File.AppendAllText(_folder.File("2.in"), "more");
        File.WriteAllText(_folder.File("out", "3.tif"), "of another program");
        File.SetLastWriteTimeUtc(_folder.File("4.in"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.Equal([1, 2, 3, 4], Work(Share(), Units(5)));
        Assert.Empty(Work(Share(), Units(5)));
    }

    [Fact]
    public void Another_task_does_everything_itself()
    {
        Work(Share(), Units(2));
        Assert.Equal([0, 1], Take(Share(), "model 2", Units(2)).Select(Finish).ToList());
    }

    [Fact]
    public void Alone_everything_is_done_whatever_was_there()
    {
        Work(Share(), Units(2));
        var alone = new SoleWorker();
        Assert.Equal([0, 1], Work(alone, Units(2)));
        Assert.Equal([0, 1], Work(alone, Units(2)));
        Assert.Equal(["unit 0", "unit 1"], alone.Finished.Select(f => f.Report));
    }

    [Fact]
    public void A_unit_that_is_given_back_is_free_for_others()
    {
        using (var first = Take(Share(), Task, Units(2)).GetEnumerator())
        {
            Assert.True(first.MoveNext());
            first.Current.Dispose();
        }

        Assert.Empty(Marks());
        Assert.Equal([0, 1], Work(Share(), Units(2)));
    }

    [Fact]
    public void A_process_that_ended_without_giving_back_has_lost_its_unit()
    {
        // Its pulse ends with the list of units, its claim stays.
        using (var first = Take(Share(), Task, Units(1)).GetEnumerator())
            Assert.True(first.MoveNext());
        Assert.EndsWith(".claim-1", Assert.Single(Marks()));
        var notes = new List<string>();
        Assert.Equal([0], Work(new FolderShare(_folder.File("out"), notes.Add, s_quick), Units(1)));
        Assert.Contains("taken over", Assert.Single(notes));
        Assert.EndsWith(".done", Assert.Single(Marks()));
    }

    [Fact]
    public async AsTask A_unit_that_cannot_be_made_is_left_alone_by_those_at_work_and_tried_again_by_a_later_start()
    {
        using var first = Take(Share(), Task, Units(1)).GetEnumerator();
        Assert.True(first.MoveNext());
        var isWaiting = new TaskCompletionSource();
        var other = new FolderShare(_folder.File("out"), _ => isWaiting.SetResult(), s_quick);
        using var second = Take(other, Task, Units(1)).GetEnumerator();
        var waiting = AsTask.Run(second.MoveNext);
        await isWaiting.Task;
        first.Current.Fail("0.in: is damaged");
        Assert.False(await waiting);
        Assert.Equal("0.in: is damaged", Assert.Single(other.Finished).Failure);
        Assert.False(first.MoveNext());

        var later = Share();
        Assert.Equal([0], Work(later, Units(1)));
        Assert.Null(Assert.Single(later.Finished).Failure);
        Assert.EndsWith(".done", Assert.Single(Marks()));
    }

    [Fact]
    public async AsTask Who_waits_for_others_can_be_stopped()
    {
        using var first = Take(Share(), Task, Units(1)).GetEnumerator();
        Assert.True(first.MoveNext());
        using var stop = new CancellationTokenSource();
        var waiting = AsTask.Run(() => Share().Take(Task, Units(1), stop.Token).Count());
        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => waiting);
        Assert.Single(Directory.GetFiles(MarkFolder(), "owner-*"));
    }

    [Fact]
    public void Names_of_units_may_hold_anything()
    {
        var names = new[] { "a/b", "a%2Fb", "../c", "ä ö\n", new string('x', 300) + "1", new string('x', 300) + "2" };
        var units = names.Select((n, i) => Unit(i) with { Name = n }).ToList();
        Assert.Equal(Enumerable.Range(0, names.Length), Work(Share(), units));
        Assert.Equal(names.Length, Marks().Count);
    }

    [Fact]
    public void An_output_that_vanishes_before_the_end_is_an_error_and_leaves_the_unit_free()
    {
        using (var units = Take(Share(), Task, Units(1)).GetEnumerator())
        {
            Assert.True(units.MoveNext());
            using var item = units.Current;
            Assert.Contains("0.tif", Assert.Throws<InputException>(() => item.Done()).Message);
        }

        Assert.Empty(Marks());
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_refused_by_name()
    {
        File.WriteAllText(_folder.File("out"), "a file");
        Assert.Contains(".luciole-share", Assert.Throws<InputException>(() => Work(Share(), Units(1))).Message);
    }

    private FolderShare Share() => new(_folder.File("out"), _ => { }, s_quick);

    private static IEnumerable<WorkItem> Take(FolderShare share, string task, IReadOnlyList<WorkUnit> units) => share.Take(task, units, CancellationToken.None);

    private List<int> Work(IWorkShare share, IReadOnlyList<WorkUnit> units, Action<int>? made = null) => [.. share.Take(Task, units, CancellationToken.None).Select(item =>
    {
        made?.Invoke(item.Index);
        return Finish(item);
    })];

    private int Finish(WorkItem item)
    {
        using (item)
        {
            File.WriteAllText(_folder.File("out", $"{item.Index}.tif"), "pixels");
            item.Done($"unit {item.Index}");
        }

        return item.Index;
    }

    private List<WorkUnit> Units(int count) => [.. Enumerable.Range(0, count).Select(Unit)];

    private WorkUnit Unit(int index)
    {
        var input = _folder.File($"{index}.in");
        if (!File.Exists(input))
            File.WriteAllText(input, "image");
        return new WorkUnit($"{index}.tif", [input], [_folder.File("out", $"{index}.tif")]);
    }

    private string MarkFolder() => Assert.Single(Directory.GetDirectories(_folder.File("out", ".luciole-share")));

    private List<string> Marks() => [.. Directory.GetFiles(MarkFolder()).Where(f => !Path.GetFileName(f).StartsWith("owner-", StringComparison.Ordinal))];
}
