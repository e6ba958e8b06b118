using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Luciole.EndToEnd.Tests.Ranks;

/// <summary>Ranks that were started by others, with exactly the variables that each launcher sets.</summary>
public sealed class LauncherVariablesTests : IDisposable
{
    private const string Port = "<port>";
    private const string Meeting = "<meeting>";
    private static readonly (string Launcher, string Variables)[] s_launchers =
    [
        ("torchrun", "RANK=R LOCAL_RANK=R WORLD_SIZE=2 LOCAL_WORLD_SIZE=2 GROUP_RANK=0 ROLE_RANK=R ROLE_WORLD_SIZE=2 MASTER_ADDR=127.0.0.1 MASTER_PORT=<port> TORCHELASTIC_RESTART_COUNT=0 TORCHELASTIC_RUN_ID=none"),
        ("PyTorchJob", "RANK=R WORLD_SIZE=2 MASTER_ADDR=localhost MASTER_PORT=<port> PYTHONUNBUFFERED=1"),
        ("Slurm", "SLURM_JOB_ID=17 SLURM_STEP_ID=0 SLURM_PROCID=R SLURM_LOCALID=R SLURM_NTASKS=2 SLURM_STEP_NODELIST=localhost,elsewhere SLURM_JOB_NODELIST=localhost,elsewhere SLURM_NNODES=1 MASTER_PORT=<port>"),
        ("OpenMpi", "OMPI_COMM_WORLD_RANK=R OMPI_COMM_WORLD_SIZE=2 OMPI_COMM_WORLD_LOCAL_RANK=R OMPI_COMM_WORLD_LOCAL_SIZE=2 MASTER_ADDR=127.0.0.1 MASTER_PORT=<port>"),
        ("Mpich", "PMI_RANK=R PMI_SIZE=2 MPI_LOCALRANKID=R MPI_LOCALNRANKS=2 LUCIOLE_RENDEZVOUS=<meeting>"),
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly RankedTraining _training;

    public LauncherVariablesTests() => _training = new RankedTraining(_folder);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_ranks_of_each_launcher_train_as_one_process_does()
    {
        LucioleProcess.Succeed(_training.Command("whole", 2));
        foreach (var (launcher, variables) in s_launchers)
        {
            var text = variables.Replace(Port, $"{FreePort()}", StringComparison.Ordinal).Replace(Meeting, _folder.File("meeting"), StringComparison.Ordinal);
            Together(rank => LucioleProcess.StartWith(Variables(text, rank), _training.Command(launcher, 2)));
            _training.AssertSame("whole", launcher);
        }
    }

    [Fact]
    public void Two_ranks_in_two_network_namespaces_train_as_one_process_does()
    {
        using var network = TwoHosts.TryMake();
        if (network is null)
            Assert.Skip("network namespaces cannot be made here; it takes root and the program ip");
        LucioleProcess.Succeed(_training.Command("whole", 2));
        var variables = $"RANK=R WORLD_SIZE=2 LOCAL_RANK=0 MASTER_ADDR={TwoHosts.FirstAddress} MASTER_PORT=29500";
        Together(rank => LucioleProcess.StartBy(network.Enter(rank), Variables(variables, rank), _training.Command("hosts", 2)));
        _training.AssertSame("whole", "hosts");
    }

    [Fact]
    public void Ranks_that_wait_for_one_that_never_comes_give_up()
    {
        var variables = Variables($"RANK=R WORLD_SIZE=2 LOCAL_RANK=0 MASTER_ADDR=127.0.0.1 MASTER_PORT={FreePort()}", 0);
        using var alone = new StartedRanks(LucioleProcess.StartWith(variables, _training.Command("job", 1, "--set", "SYSTEM.RANK_TIMEOUT=2")));
        Assert.NotEqual(0, alone.End());
        Assert.Contains("error: ", alone.Messages);
        Assert.False(File.Exists(_training.Last("job")));
    }

    private static void Together(Func<int, Process> start)
    {
        using var first = new StartedRanks(start(0));
        using var second = new StartedRanks(start(1));
        Assert.True(second.End() == 0, $"rank 1: {second.Messages}; rank 0: {first.Messages}");
        Assert.True(first.End() == 0, $"rank 0: {first.Messages}; rank 1: {second.Messages}");
        Assert.Equal("", second.Output.Trim());
    }

    private static Dictionary<string, string> Variables(string text, int rank) => text.Split(' ').Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v[1] == "R" ? $"{rank}" : v[1]);

    private static int FreePort()
    {
        using var socket = new TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
