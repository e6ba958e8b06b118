using System.Diagnostics;
using Luciole.Workflows.Sharing;

namespace Luciole.Workflows.Tests.Sharing;

public sealed class OwnerWatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ClaimOwner _self = ClaimOwner.OfThisProcess();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_owner_elsewhere_is_lost_when_its_pulse_stands_still_for_the_lease()
    {
        var far = _self with { Id = "far", Machine = "another boot", ProcessId = 1 };
        var watch = Watch(TimeSpan.Zero);
        Beat("far", "1");
        Assert.False(watch.IsLost("c", $"{far}"), "seen for the first time");
        Assert.True(watch.IsLost("c", $"{far}"), "no beat for the lease, which is nothing");
        Beat("far", "2");
        Assert.False(watch.IsLost("c", $"{far}"), "it beats again");
        var patient = Watch(TimeSpan.FromHours(1));
        Assert.False(patient.IsLost("c", $"{far}"));
        Assert.False(patient.IsLost("c", $"{far}"));
    }

    [Fact]
    public void An_owner_that_took_its_pulse_away_has_ended() => Assert.True(Watch(TimeSpan.FromHours(1)).IsLost("c", $"{_self with { Id = "gone", Machine = "another" }}"));

    [Fact]
    public void Own_claims_are_not_lost() => Assert.False(Watch(TimeSpan.Zero).IsLost("c", $"{_self}"));

    [Fact]
    public void A_process_of_this_machine_is_lost_as_soon_as_it_ends_though_its_pulse_is_there()
    {
        using var other = Process.Start(new ProcessStartInfo("sleep", "600") { UseShellExecute = false })!;
        var owner = OwnerOf(other.Id);
        Beat(owner.Id, "1");
        var watch = Watch(TimeSpan.FromHours(1));
        Assert.False(watch.IsLost("c", $"{owner}"));
        Assert.True(watch.IsLost("c", $"{owner with { Started = owner.Started - 1 }}"), "another process had the number before");
        other.Kill();
        other.WaitForExit();
        Assert.True(watch.IsLost("c", $"{owner}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("id\nmachine\n12")]
    [InlineData("id\nmachine\n12\n34\nhost")]
    [InlineData("id\nmachine\nminus\n34\nhost\n")]
    public void A_claim_that_is_not_whole_is_lost_only_after_the_lease(string text)
    {
        Assert.Null(ClaimOwner.Parse(text));
        Assert.False(Watch(TimeSpan.FromHours(1)).IsLost("c", text));
        var watch = Watch(TimeSpan.Zero);
        Assert.False(watch.IsLost("c", text));
        Assert.True(watch.IsLost("c", text));
    }

    [Fact]
    public void An_owner_is_read_as_it_was_written() => Assert.Equal(_self, ClaimOwner.Parse($"{_self}"));

    private OwnerWatch Watch(TimeSpan lease) => new(_self, id => _folder.File(id), lease);

    private void Beat(string id, string number) => File.WriteAllText(_folder.File(id), number);

    // Field 22 of the process's line, counted from 1, as proc(5) has it; sleep's name has no blanks.
    private ClaimOwner OwnerOf(int process) =>
        _self with { Id = "other", ProcessId = process, Started = long.Parse(File.ReadAllText($"/proc/{process}/stat").Split(' ')[21], System.Globalization.CultureInfo.InvariantCulture) };
}
