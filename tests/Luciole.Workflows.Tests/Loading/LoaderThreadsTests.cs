namespace Luciole.Workflows.Tests;

public sealed class LoaderThreadsTests
{
    [Theory]
    [InlineData(-1, 100, 2, false, 1)]
    [InlineData(-1, 100, 16, false, 4)]
    [InlineData(-1, 100, 128, false, 5)]
    [InlineData(-1, 100, 1, true, 1)]
    [InlineData(-1, 100, 4, true, 3)]
    [InlineData(-1, 100, 16, true, 15)]
    [InlineData(-1, 100, 96, true, 32)]
    [InlineData(-1, 2, 16, true, 2)]
    [InlineData(0, 100, 16, true, 0)]
    [InlineData(9, 100, 2, false, 9)]
    [InlineData(9, 3, 2, false, 3)]
    public void A_number_is_taken_and_minus_one_asks_the_machine(int requested, int samples, int cores, bool onGpu, int expected) =>
        Assert.Equal(expected, LoaderThreads.Count(requested, samples, cores, onGpu));
}
