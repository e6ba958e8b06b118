namespace Luciole.Files.Tests;

public sealed class RealPathTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Links_on_the_way_are_followed()
    {
        Directory.CreateDirectory(_folder.File("real", "inner"));
        File.WriteAllText(_folder.File("real", "inner", "a.tif"), "");
        Directory.CreateSymbolicLink(_folder.File("absolute"), _folder.File("real"));
        Directory.CreateSymbolicLink(_folder.File("real", "relative"), "inner");
        var path = RealPath.Of(_folder.File("real", "inner", "a.tif"));
        Assert.Equal(path, RealPath.Of(_folder.File("absolute", "relative", "a.tif")));
        Assert.Equal(path, RealPath.Of(_folder.File("absolute", "inner", "..", "relative", "a.tif")));
    }

    [Fact]
    public void What_does_not_exist_and_what_leads_in_circles_ends()
    {
        Assert.Equal(RealPath.Of(_folder.File("nothing", "a.tif")), RealPath.Of(_folder.File("nothing", ".", "a.tif")));
        Directory.CreateSymbolicLink(_folder.File("one"), _folder.File("two"));
        Directory.CreateSymbolicLink(_folder.File("two"), _folder.File("one"));
        Assert.NotEmpty(RealPath.Of(_folder.File("one", "a.tif")));
    }
}
