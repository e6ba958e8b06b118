using System.Globalization;
using Luciole.Files;
using Luciole.Torch;
using Luciole.Torch.Distributed;
using Luciole.Torch.Runtime;

namespace Luciole.Workflows.Ranks;

/// <summary>The ranks of a run after they have found each other: what each is, and how they wait for one another outside of collectives.</summary>
public sealed class JoinedRanks : IDisposable
{
    private static readonly TimeSpan s_glance = TimeSpan.FromMilliseconds(50);
    private static readonly (TimeSpan Least, TimeSpan Most) s_silence = (TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60));
    private readonly RankStore _store;
    private readonly RankWatch _watch;
    private readonly string _address;
    private readonly TimeSpan _timeout;
    private ProcessGroup? _onGpu;
    private int _waits;

    private JoinedRanks(RankStore store, LaunchEnvironment launch, string address, TimeSpan timeout, Action<LostRanks> lost)
    {
        (_store, Place, Launcher) = (store, launch.Place, launch.Launcher);
        (_address, _timeout) = (address, timeout);
        var all = MeetAll(timeout);
        var own = all[Place.Rank];
        Machines = all.DistinctBy(place => place.Machine, StringComparer.Ordinal).Count();
        OnMachine = all.Count(place => place.Machine == own.Machine);
        SharingCores = all.Count(place => place == own);
        Figures = new ProcessGroup(CollectiveBackend.Gloo, store, Place, address, timeout);
        var silence = timeout < s_silence.Least ? s_silence.Least : timeout > s_silence.Most ? s_silence.Most : timeout;
        _watch = new RankWatch(store, Place, silence, lost);
    }

    /// <summary>Joins as the launcher told; returns when all ranks did.</summary>
    /// <param name="launch">What the launcher told.</param>
    /// <param name="timeout">How long ranks wait for each other, here and in collectives.</param>
    /// <param name="lost">
    /// Called on a thread of its own when another rank failed, ended or hangs: this one may then be stuck, and had better end too.
    /// </param>
    /// <exception cref="InputException">The launcher did not say where ranks meet, or a rank did not come.</exception>
    public static JoinedRanks Join(LaunchEnvironment launch, TimeSpan timeout, Action<LostRanks> lost)
    {
        if (launch.RendezvousFile is null && launch.Host is null)
            throw new InputException($"{launch.Launcher} started {launch.Place.Ranks} ranks, but nothing says where they meet; set MASTER_ADDR to the machine of rank 0, or LUCIOLE_RENDEZVOUS to a new file that all ranks can write.");
        if (!ProcessGroup.IsBuilt(CollectiveBackend.Gloo))
            throw new InputException("Several ranks need Gloo's headers, without which the native library was built; on Debian: apt-get install libgloo-dev, then start Luciole again.");
        var address = launch.OwnAddress ?? OwnAddress.Towards(launch.RendezvousFile is null ? launch.Host : null, launch.Port);
        return new JoinedRanks(Meet(launch, timeout), launch, address, timeout, lost);
    }

    /// <summary>Which rank this is.</summary>
    public RankPlace Place { get; }

    /// <summary>Who started the ranks.</summary>
    public string Launcher { get; }

    /// <summary>Machines that the ranks are on; a container counts as one.</summary>
    public int Machines { get; }

    /// <summary>Ranks on this machine.</summary>
    public int OnMachine { get; }

    /// <summary>Ranks that may use the same cores as this one, itself among them.</summary>
    public int SharingCores { get; }

    /// <summary>Held while the state of the training is saved: who ends the process waits for it.</summary>
    public Lock Saving { get; } = new();

    /// <summary>Carries tensors of the processor.</summary>
    public ProcessGroup Figures { get; }

    /// <summary>Carries tensors of a network's device: on a GPU by NCCL.</summary>
    /// <exception cref="InputException">The native library was built without NCCL.</exception>
    public ProcessGroup TensorsOf(Device device)
    {
        if (device.Kind == DeviceKind.Cpu)
            return Figures;
        if (!ProcessGroup.IsBuilt(CollectiveBackend.Nccl))
            throw new InputException("Several GPUs need NCCL, without which the native library was built: a libtorch with CUDA that brings it, and NCCL's headers; start one process, or choose --gpu cpu.");
        return _onGpu ??= new ProcessGroup(CollectiveBackend.Nccl, _store, Place, _address, _timeout, "gpu");
    }

    /// <summary>All ranks must find the same; returns when all have told what they found.</summary>
    /// <param name="what">What is compared, for the message.</param>
    /// <param name="found">What this rank found.</param>
    /// <exception cref="InputException">This rank found something else than the first.</exception>
    public void RequireSame(string what, string found)
    {
        var name = NextName();
        _store.Tell($"{name}/{Place.Rank}", found);
        var first = "";
        for (var rank = Place.Ranks - 1; rank >= 0; rank--)
            first = Await($"{name}/{rank}");
        if (found != first)
            throw new InputException($"{what}: rank {Place.Rank} finds {found}, but rank 0 finds {first}; give all ranks the same files under the same paths.");
    }

    /// <summary>Returns when the first rank has come here too, however long it takes.</summary>
    public void AwaitFirst()
    {
        var name = NextName();
        if (Place.IsFirst)
            _store.Tell(name, "");
        else
            _ = Await(name);
    }

    /// <summary>This rank fails by itself: the others get its last words.</summary>
    /// <param name="words">What went wrong.</param>
    /// <param name="exitCode">What the process is about to end with.</param>
    public void Fail(string words, int exitCode) => _watch.Fail(words, exitCode);

    /// <summary>Something that ranks do together went wrong here; returns when it was told whose fault it was.</summary>
    /// <param name="words">What went wrong.</param>
    public void LoseTouch(string words) => _watch.LoseTouch(words);

    /// <summary>Nothing is left to do together: from now on others may end as they like.</summary>
    public void Leave() => _watch.Leave();

    /// <summary>Leaves the others.</summary>
    public void Dispose()
    {
        _watch.Dispose();
        _onGpu?.Dispose();
        Figures.Dispose();
        _store.Dispose();
    }

    private static RankStore Meet(LaunchEnvironment launch, TimeSpan timeout)
    {
        var listens = launch is { RendezvousFile: null, Place.IsFirst: true } && MeetingSocket.IsTakenBy(TorchRuntime.Version);
        var socket = listens ? MeetingSocket.Listen(launch.Host!, launch.Port) : -1;
        try
        {
            return new RankStore(launch.RendezvousFile is { } file ? Rendezvous.ByFile(file) : Rendezvous.ByHost(launch.Host!, launch.Port), launch.Place, timeout, socket);
        }
        catch (Exception e) when (e is TorchException or IOException or UnauthorizedAccessException)
        {
            var where = launch.RendezvousFile is { } file ? $"LUCIOLE_RENDEZVOUS: {file} cannot be opened" : launch.Place.IsFirst
                ? $"MASTER_PORT: {launch.Port} cannot be listened on"
                : $"MASTER_ADDR: rank 0 did not answer on {launch.Host} port {launch.Port} within {timeout.TotalSeconds:0} s";
            throw new InputException($"{where} ({e.Message.TrimEnd('.')}); check that the variables name a machine that all ranks reach, and a port nobody else has.", e);
        }
    }

    // Which ranks are missing is known before anything waits for them.
    private RankLocation[] MeetAll(TimeSpan timeout)
    {
        string Name(int rank) => string.Create(CultureInfo.InvariantCulture, $"place/{rank}");
        _store.Tell(Name(Place.Rank), RankLocation.Here().ToString());
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (!Enumerable.Range(0, Place.Ranks).All(rank => _store.IsTold(Name(rank))))
        {
            if (clock.Elapsed > timeout)
                throw new InputException($"Of {Place.Ranks} ranks, {string.Join(", ", Enumerable.Range(0, Place.Ranks).Where(rank => !_store.IsTold(Name(rank))))} did not come within SYSTEM.RANK_TIMEOUT: {timeout.TotalSeconds:0} s; start all of them, or look into their output.");
            Thread.Sleep(s_glance);
        }

        return [.. Enumerable.Range(0, Place.Ranks).Select(rank => RankLocation.Of(_store.Hear(Name(rank))))];
    }

    // Waiting in the store itself would keep the watch from it.
    private string Await(string name)
    {
        while (!_store.IsTold(name))
            Thread.Sleep(s_glance);
        return _store.Hear(name);
    }

    private string NextName() => string.Create(CultureInfo.InvariantCulture, $"wait/{_waits++}");
}
