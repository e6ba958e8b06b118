using Luciole.Files;
using Luciole.Torch.Distributed;

namespace Luciole.Torch.Tests.Distributed;

public sealed class LaunchEnvironmentTests
{
    [Fact]
    public void Torchrun_names_everything()
    {
        var found = Read("RANK=3 WORLD_SIZE=8 LOCAL_RANK=1 MASTER_ADDR=node7 MASTER_PORT=1234")!;
        Assert.Equal(new RankPlace(3, 8, 1), found.Place);
        Assert.Equal(("node7", 1234), (found.Host, found.Port));
        Assert.False(found.Place.IsFirst);
    }

    [Theory]
    [InlineData("SLURM_PROCID=2 SLURM_NTASKS=4 SLURM_LOCALID=0 SLURM_JOB_NODELIST=gpu[003-005,9],login1", 2, 4, 0, "gpu003", 29500)]
    [InlineData("SLURM_PROCID=1 SLURM_NTASKS=2 SLURM_LOCALID=1 SLURM_STEP_NODELIST=b SLURM_JOB_NODELIST=a MASTER_PORT=5", 1, 2, 1, "b", 5)]
    [InlineData("SLURM_JOB_ID=7 SLURM_STEP_ID=0 SLURM_PROCID=3 SLURM_NTASKS=4 SLURM_LOCALID=1 SLURM_STEP_NODELIST=a,b", 3, 4, 1, "a", 29500)]
    [InlineData("OMPI_COMM_WORLD_RANK=0 OMPI_COMM_WORLD_SIZE=2 OMPI_COMM_WORLD_LOCAL_RANK=0 MASTER_ADDR=h", 0, 2, 0, "h", 29500)]
    [InlineData("PMI_RANK=1 PMI_SIZE=3", 1, 3, 0, null, 29500)]
    [InlineData("RANK=1 WORLD_SIZE=2 LOCAL_RANK=1 SLURM_PROCID=0 SLURM_NTASKS=1", 1, 2, 1, null, 29500)]
    public void Others_have_names_of_their_own(string environment, int rank, int ranks, int local, string? host, int port)
    {
        var found = Read(environment)!;
        Assert.Equal(new RankPlace(rank, ranks, local), found.Place);
        Assert.Equal((host, port), (found.Host, found.Port));
    }

    [Theory]
    [InlineData("")]
    [InlineData("RANK=0 WORLD_SIZE=1")]
    [InlineData("RANK= WORLD_SIZE=")]
    [InlineData("SLURM_NTASKS=4 SLURM_JOB_NODELIST=a")]
    [InlineData("SLURM_JOB_ID=7 SLURM_PROCID=0 SLURM_NTASKS=4 SLURM_LOCALID=0 SLURM_JOB_NODELIST=a")]
    public void A_process_by_itself_needs_nobody(string environment) => Assert.Null(Read(environment));

    [Theory]
    [InlineData("RANK=1", "WORLD_SIZE")]
    [InlineData("WORLD_SIZE=2", "RANK")]
    [InlineData("RANK=2 WORLD_SIZE=2", "from 0 to 1")]
    [InlineData("RANK=-1 WORLD_SIZE=2", "'-1'")]
    [InlineData("RANK=one WORLD_SIZE=2", "'one'")]
    [InlineData("RANK=0 WORLD_SIZE=0", "WORLD_SIZE")]
    [InlineData("RANK=0 WORLD_SIZE=2 MASTER_PORT=70000", "MASTER_PORT")]
    [InlineData("RANK=0 WORLD_SIZE=2 LOCAL_RANK=5", "LOCAL_RANK")]
    [InlineData("SLURM_PROCID=0 SLURM_NTASKS=2 SLURM_NODELIST=[1-2", "MASTER_ADDR")]
    public void Nonsense_is_refused_by_name(string environment, string said) =>
        Assert.Contains(said, Assert.Throws<InputException>(() => Read(environment)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("node1", "node1")]
    [InlineData("node1,node2", "node1")]
    [InlineData("n[10-12]", "n10")]
    [InlineData("n[07,09]-ib,m", "n07-ib")]
    [InlineData("a,n[1-2]", "a")]
    public void The_first_host_of_a_list(string list, string host) => Assert.Equal(host, LaunchEnvironment.FirstHost(list));

    private static LaunchEnvironment? Read(string environment)
    {
        var variables = environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v[1]);
        return LaunchEnvironment.Read(name => variables.GetValueOrDefault(name));
    }
}
