using Luciole.Data.Loading;

namespace Luciole.Data.Tests.Loading;

public sealed class MemoryBudgetTests
{
    [Fact]
    public void Images_get_half_of_what_the_network_leaves()
    {
        Assert.Equal(3_000_000_000, new MemoryBudget(8_000_000_000, 2_000_000_000).Bytes);
        Assert.Equal("decoded images may take 3.0 GB of memory: half of what the network leaves of 8.0 GB that are free", new MemoryBudget(8_000_000_000, 2_000_000_000).ToString());
        Assert.Equal(0, new MemoryBudget(8_000_000_000, 9_000_000_000).Bytes);
        Assert.Equal("decoded images are not kept: of 8.0 GB that are free the network needs 9.0 GB", new MemoryBudget(8_000_000_000, 9_000_000_000).ToString());
    }

    [Fact]
    public void This_machine_has_memory_and_not_more_than_the_runtime_may_use()
    {
        var budget = MemoryBudget.Now(123);
        Assert.Equal(123, budget.Network);
        Assert.InRange(budget.Free, 1 << 20, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);
    }

    [Fact]
    public void What_others_use_is_read_from_the_kernels_table()
    {
        Assert.Equal(21_000_000L * 1024, MemoryBudget.AvailableIn(["MemTotal:       24000000 kB", "MemAvailable:   21000000 kB", "Buffers: 12 kB"]));
        Assert.Null(MemoryBudget.AvailableIn(["MemTotal: 1 kB", "MemAvailable: many kB", "MemAvailable: 5"]));
        Assert.Null(MemoryBudget.AvailableIn([]));
    }
}
