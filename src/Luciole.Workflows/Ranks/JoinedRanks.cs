using System.Globalization;
using Luciole.Files;
using Luciole.Torch;
using Luciole.Torch.Distributed;

namespace Luciole.Workflows.Ranks;

/// <summary>The ranks of a run after they have found each other: what each is, and how they wait for one another outside of collectives.</summary>
public sealed class JoinedRanks : IDisposable
{
    private static readonly TimeSpan s_glance = TimeSpan.FromMilliseconds(50);
    private readonly ProcessGroup _group;
    private int _waits;

    private JoinedRanks(ProcessGroup group, string launcher)
    {
        (_group, Launcher) = (group, launcher);
        _group.Tell($"place/{Place.Rank}", Location());
        var all = Enumerable.Range(0, Place.Ranks).Select(rank => _group.Hear($"place/{rank}").Split('\n')).ToList();
        var own = all[Place.Rank];
        Machines = all.DistinctBy(place => place[0], StringComparer.Ordinal).Count();
        OnMachine = all.Count(place => place[0] == own[0]);
        SharingCores = all.Count(place => place[0] == own[0] && place[1] == own[1]);
    }

    /// <summary>Joins as the launcher told; returns when all ranks did.</summary>
    /// <param name="launch">What the launcher told.</param>
    /// <param name="timeout">How long ranks wait for each other, here and in collectives.</param>
    /// <exception cref="InputException">The launcher did not say where ranks meet.</exception>
    /// <exception cref="TorchException">Ranks are missing.</exception>
    public static JoinedRanks Join(LaunchEnvironment launch, TimeSpan timeout)
    {
        if (launch.RendezvousFile is null && launch.Host is null)
            throw new InputException($"{launch.Launcher} started {launch.Place.Ranks} ranks, but nothing says where they meet; set MASTER_ADDR to the machine of rank 0, or LUCIOLE_RENDEZVOUS to a new file that all ranks can write.");
        var rendezvous = launch.RendezvousFile is { } file ? Rendezvous.ByFile(file) : Rendezvous.ByHost(launch.Host!, launch.Port);
        var address = launch.OwnAddress ?? OwnAddress.Towards(launch.RendezvousFile is null ? launch.Host : null, launch.Port);
        return new JoinedRanks(new ProcessGroup(CollectiveBackend.Gloo, rendezvous, launch.Place, address, timeout), launch.Launcher);
    }

    /// <summary>Which rank this is.</summary>
    public RankPlace Place => _group.Place;

    /// <summary>Who started the ranks.</summary>
    public string Launcher { get; }

    /// <summary>Machines that the ranks are on; a container counts as one.</summary>
    public int Machines { get; }

    /// <summary>Ranks on this machine.</summary>
    public int OnMachine { get; }

    /// <summary>Ranks that may use the same cores as this one, itself among them.</summary>
    public int SharingCores { get; }

    /// <summary>Carries tensors of the network's device.</summary>
    public ProcessGroup Tensors => _group;

    /// <summary>All ranks must find the same; returns when all have told what they found.</summary>
    /// <param name="what">What is compared, for the message.</param>
    /// <param name="found">What this rank found.</param>
    /// <exception cref="InputException">This rank found something else than the first.</exception>
    public void RequireSame(string what, string found)
    {
        var name = NextName();
        _group.Tell($"{name}/{Place.Rank}", found);
        var first = "";
        for (var rank = Place.Ranks - 1; rank >= 0; rank--)
            first = Await($"{name}/{rank}");
        if (found != first)
            throw new InputException($"{what}: rank {Place.Rank} finds {found}, but rank 0 finds {first}; give all ranks the same files under the same paths.");
    }

    /// <summary>The first rank does something that the others wait for, however long it takes.</summary>
    public void FirstDoes(Action work)
    {
        var name = NextName();
        if (Place.IsFirst)
        {
            work();
            _group.Tell(name, "done");
        }
        else
        {
            _ = Await(name);
        }
    }

    /// <summary>Leaves the others.</summary>
    public void Dispose() => _group.Dispose();

    // Waiting in the store itself would keep others of this process from it.
    private string Await(string name)
    {
        while (!_group.IsTold(name))
            Thread.Sleep(s_glance);
        return _group.Hear(name);
    }

    private string NextName() => string.Create(CultureInfo.InvariantCulture, $"wait/{_waits++}");

    // Where a launcher bound ranks to cores of their own, they share none.
    private static string Location()
    {
        var cores = "";
        try
        {
            cores = File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("Cpus_allowed_list:", StringComparison.Ordinal)) ?? "";
        }
        catch (IOException)
        {
            // Not Linux, or a very closed sandbox.
        }

        return $"{Environment.MachineName}\n{cores}";
    }
}
