using Luciole.Cli.Ranks;
using Luciole.Files;

namespace Luciole.Cli.Tests.Ranks;

public sealed class RankRequestTests
{
    [Theory]
    [InlineData(null, null, null)]
    [InlineData(null, "0", null)]
    [InlineData(null, "cpu", null)]
    [InlineData(1, null, null)]
    [InlineData(3, null, 3)]
    [InlineData(3, "cpu", 3)]
    [InlineData(null, "0,1,2,3", 4)]
    [InlineData(2, "0,2", 2)]
    [InlineData(2, "0", 2)]
    public void Ranks_are_asked_for_by_their_number_or_by_their_gpus(int? ranks, string? gpu, int? expected) =>
        Assert.Equal(expected, RankRequest.Of(ranks, gpu, _ => null));

    [Theory]
    [InlineData(0, null, "--ranks 0")]
    [InlineData(-1, null, "--ranks -1")]
    [InlineData(5000, null, "1024")]
    [InlineData(3, "0,1", "2 GPUs")]
    [InlineData(null, "1,1", "twice")]
    public void Nonsense_is_refused(int? ranks, string? gpu, string said) =>
        Assert.Contains(said, Assert.Throws<InputException>(() => RankRequest.Of(ranks, gpu, _ => null)).Message);

    [Fact]
    public void A_rank_starts_no_ranks()
    {
        Assert.Null(RankRequest.Of(4, "0,1,2,3", Variables("LUCIOLE_LAUNCHED=1 RANK=1 WORLD_SIZE=4")));
        Assert.Null(RankRequest.Of(null, "0,1,2,3", Variables("RANK=1 WORLD_SIZE=4 LOCAL_RANK=1")));
        var refused = Assert.Throws<InputException>(() => RankRequest.Of(4, null, Variables("SLURM_PROCID=2 SLURM_NTASKS=4")));
        Assert.Contains("rank 2 of 4", refused.Message);
        Assert.Contains("Slurm", refused.Message);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("LOCAL_WORLD_SIZE=4 WORLD_SIZE=8", 4)]
    [InlineData("OMPI_COMM_WORLD_LOCAL_SIZE=2", 2)]
    [InlineData("MPI_LOCALNRANKS=3", 3)]
    [InlineData("LOCAL_WORLD_SIZE=some", 1)]
    [InlineData("SLURM_PROCID=1 SLURM_NTASKS=8", 1)]
    public void Ranks_of_one_machine_divide_its_cores(string environment, int sharing) => Assert.Equal(sharing, LocalRanks.Sharing(Variables(environment)));

    private static Func<string, string?> Variables(string environment) =>
        environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v[1]).GetValueOrDefault;
}
