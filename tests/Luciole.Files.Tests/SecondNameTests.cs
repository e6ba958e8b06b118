using Luciole.Testing;

namespace Luciole.Files.Tests;

public sealed class SecondNameTests
{
    [Fact]
    public void Both_names_show_the_file_and_replacing_one_leaves_the_other()
    {
        using var folder = new TemporaryFolder();
        var (first, second) = (folder.File("first"), folder.File("a/second"));
        AtomicFile.WriteAllText(first, "one");
        SecondName.Give(first, second);
        Assert.Equal("one", File.ReadAllText(second));
        AtomicFile.WriteAllText(first, "two");
        Assert.Equal("one", File.ReadAllText(second));
        SecondName.Give(first, second);
        Assert.Equal("two", File.ReadAllText(second));
        SecondName.Give(first, second);
        Assert.Equal(["second"], Directory.GetFiles(folder.File("a")).Select(Path.GetFileName));
    }

    [Fact]
    public void A_file_that_is_not_there_or_a_folder_in_the_way_is_an_error_that_names_the_path()
    {
        using var folder = new TemporaryFolder();
        Assert.Contains("b", Assert.Throws<InputException>(() => SecondName.Give(folder.File("none"), folder.File("b"))).Message);
        AtomicFile.WriteAllText(folder.File("c"), "c");
        Directory.CreateDirectory(folder.File("d/e"));
        Assert.Contains("d", Assert.Throws<InputException>(() => SecondName.Give(folder.File("c"), folder.File("d"))).Message);
        Assert.Empty(Directory.GetFiles(folder.FullName, ".*"));
    }
}
