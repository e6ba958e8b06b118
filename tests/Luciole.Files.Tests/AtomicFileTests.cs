namespace Luciole.Files.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Nothing_stands_under_the_final_name_until_it_is_complete()
    {
        var path = _folder.File("deep", "result.txt");
        using (var file = new AtomicFile(path))
        {
            file.Stream.Write("half"u8);
            file.Stream.Flush();
            Assert.False(File.Exists(path));
            file.Stream.Write(" and whole"u8);
            file.Commit();
        }

        Assert.Equal("half and whole", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder.File("deep")));
    }

    [Fact]
    public void A_failure_keeps_the_old_file_and_leaves_nothing_behind()
    {
        var path = _folder.File("result.txt");
        AtomicFile.WriteAllText(path, "old");
        using (var file = new AtomicFile(path))
            file.Stream.Write("new, but the program failed"u8);

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public void A_writer_may_use_the_temporary_name_itself()
    {
        var path = _folder.File("result.bin");
        using var file = new AtomicFile(path);
        file.CloseStream();
        File.WriteAllBytes(file.TemporaryPath, [1, 2, 3]);
        file.Commit();
        Assert.Equal([1, 2, 3], File.ReadAllBytes(path));
    }

    [Fact]
    public void What_a_killed_process_left_goes_and_nothing_else()
    {
        using var left = new AtomicFile(_folder.File("report.csv"));
        left.CloseStream();
        string[] others = [_folder.File("a.partial"), _folder.File(".notes.partial"), _folder.File("report.csv")];
        Array.ForEach(others, path => File.WriteAllText(path, "mine"));
        AtomicFile.RemoveUnfinished(_folder.FullName);
        Assert.Equal(others.Order(StringComparer.Ordinal), Directory.GetFiles(_folder.FullName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_final_name_that_cannot_be_taken_is_named_and_nothing_is_left()
    {
        var taken = Directory.CreateDirectory(_folder.File("taken")).FullName;
        var error = Assert.Throws<InputException>(() => AtomicFile.WriteAllText(taken, "text"));
        Assert.Equal($"{taken}: is a folder; give the name of a file to write.", error.Message);
        Assert.Empty(Directory.GetFiles(_folder.FullName));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        AtomicFile.WriteAllText(_folder.File("plain"), "a file, not a folder");
        var error = Assert.Throws<InputException>(() => new AtomicFile(_folder.File("plain", "x.tif")));
        Assert.Contains(_folder.File("plain", "x.tif"), error.Message);
    }

    [Fact]
    public void A_name_may_be_as_long_as_the_file_system_allows()
    {
        var path = _folder.File(new string('x', 251) + ".tif");
        AtomicFile.WriteAllText(path, "long");
        Assert.Equal("long", File.ReadAllText(path));
    }
}
