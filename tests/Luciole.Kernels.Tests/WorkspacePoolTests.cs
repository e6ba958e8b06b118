using Luciole.Kernels.Memory;

namespace Luciole.Kernels.Tests;

public unsafe class WorkspacePoolTests
{
    [Fact]
    public void Blocks_are_aligned_writable_and_reused()
    {
        using var pool = new WorkspacePool(1 << 20);
        nint first;
        using (var block = pool.Rent(1000))
        {
            first = (nint)block.Address;
            Assert.Equal(0, first % 64);
            new Span<float>(block.Address, 1000).Fill(1);
        }

        Assert.Equal(4096, pool.KeptBytes);
        using var again = pool.Rent(900);
        Assert.Equal(first, (nint)again.Address);
        Assert.Equal(0, pool.KeptBytes);
    }

    [Fact]
    public void No_more_is_kept_than_allowed()
    {
        using var pool = new WorkspacePool(10_000);
        var blocks = Enumerable.Range(0, 4).Select(_ => pool.Rent(1024)).ToList();
        blocks.ForEach(b => b.Dispose());
        Assert.Equal(8192, pool.KeptBytes);
        pool.Rent(1 << 20).Dispose();
        Assert.InRange(pool.KeptBytes, 0, 8192);
        pool.Trim();
        Assert.Equal(0, pool.KeptBytes);
    }
}
