namespace Luciole.Inference.Tests;

public sealed class RowStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(100)]
    public void Rows_come_back_as_they_went_in_from_memory_or_disk(long budget)
    {
        using var store = new RowStore(10, 7, budget, _folder.FullName);
        for (var row = 9; row >= 0; row -= 2)
            store.Write(row - 1, Enumerable.Range((row - 1) * 7, 14).Select(i => (float)i).ToArray());
        var read = new float[4 * 7];
        store.Read(3, read);
        Assert.Equal(Enumerable.Range(21, 28).Select(i => (float)i), read);
    }

    [Fact]
    public void The_scratch_file_has_no_name_that_could_be_left_behind()
    {
        using var store = new RowStore(100, 100, memoryBudget: 0, _folder.FullName);
        store.Write(0, new float[10000]);
        Assert.Empty(Directory.GetFiles(_folder.FullName));
    }
}
