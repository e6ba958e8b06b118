using Luciole.Torch.Runtime;

namespace Luciole.Torch.Tests;

/// <summary>Counts hold for the whole process: these tests run while no others do.</summary>
[CollectionDefinition("memory", DisableParallelization = true)]
public sealed class MemoryCollection;

[Collection("memory")]
public sealed class TensorMemoryTests
{
    private const long Mebibyte = 1 << 20;

    public TensorMemoryTests()
    {
        // What earlier tests left to the finaliser must not go in the middle of a count.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        TensorMemory.Trim();
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(100_000)]
    [InlineData(5_000_000)]
    public void Use_is_counted_and_given_back(long floats)
    {
        var before = TensorMemory.InUse;
        TensorMemory.ResetPeak();
        using (Tensor.Zeros([floats]))
            Assert.InRange(TensorMemory.InUse - before, floats * sizeof(float), (floats * sizeof(float)) + 4096);
        Assert.Equal(before, TensorMemory.InUse);
        Assert.InRange(TensorMemory.Peak - before, floats * sizeof(float), (floats * sizeof(float)) + 8192);
        TensorMemory.ResetPeak();
        Assert.Equal(before, TensorMemory.Peak);
    }

    [Fact]
    public void Freed_pages_serve_the_next_tensors_of_any_size()
    {
        Tensor.Zeros([8 * Mebibyte]).Dispose();
        Assert.InRange(TensorMemory.Kept, 32 * Mebibyte, 33 * Mebibyte);
        var asked = TensorMemory.Fresh;
        using (Tensor.Zeros([3 * Mebibyte]))
        using (Tensor.Zeros([2 * Mebibyte]))
        using (Tensor.Zeros([3 * Mebibyte]))
            Assert.Equal(asked, TensorMemory.Fresh);

        // The three are one again.
        using var whole = Tensor.Zeros([8 * Mebibyte]);
        Assert.Equal(asked, TensorMemory.Fresh);
    }

    [Fact]
    public void A_larger_tensor_takes_the_place_of_smaller_ones()
    {
        const int Pieces = 64;
        var pieces = Enumerable.Range(0, Pieces).Select(_ => Tensor.Zeros([Mebibyte])).ToArray();
        var most = TensorMemory.InUse;
        foreach (var piece in pieces.Where((_, i) => i % 2 == 0))
            piece.Dispose();

        // 128 MiB lie between the others in pieces too small: some must go back for 80 MiB in one piece.
        using (Tensor.Zeros([20 * Mebibyte]))
            Assert.InRange(TensorMemory.InUse + TensorMemory.Kept, 0, most + (96 * Mebibyte));
        foreach (var piece in pieces.Where((_, i) => i % 2 == 1))
            piece.Dispose();
        TensorMemory.Trim();
        Assert.Equal(0, TensorMemory.Kept);
    }

    [Fact]
    public void Tensors_of_several_threads_never_overlap()
    {
        const int Threads = 3;
        const int Rounds = 400;
        var before = TensorMemory.InUse;
        var threads = Enumerable.Range(0, Threads).Select(t => new Thread(() => Churn(new Random(t), Rounds))).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Assert.Equal(before, TensorMemory.InUse);
        Assert.Equal(0, s_damaged);
    }

    private static int s_damaged;

    // Every tensor is filled with a number of its own, which must be there still when it goes.
    private static void Churn(Random random, int rounds)
    {
        var alive = new List<(Tensor Tensor, float Number)>();
        for (var i = 0; i < rounds; i++)
        {
            var floats = (long)Math.Exp((random.NextDouble() * 7) + 7);
            var number = random.NextSingle();
            var tensor = Tensor.Empty([floats]);
            tensor.AsSpan<float>().Fill(number);
            alive.Add((tensor, number));
            while (alive.Count > 0 && (alive.Count > 12 || i == rounds - 1))
            {
                var (gone, expected) = alive[random.Next(alive.Count)];
                alive.Remove((gone, expected));
                if (gone.AsSpan<float>().ContainsAnyExcept(expected))
                    Interlocked.Increment(ref s_damaged);
                gone.Dispose();
            }
        }
    }
}
