using Luciole.Files;

namespace Luciole.Imaging.Tests;

public sealed class NativeFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_chosen_folder_comes_first_then_the_programs_then_the_repositorys()
    {
        var chosen = Make("chosen");
        var program = Make("repository", "src", "bin");
        var built = Make("repository", "build", "native");
        File.WriteAllText(_folder.File("repository", "Luciole.slnx"), "");
        Assert.Equal(chosen, NativeFolder.Find("libx.so", _folder.File("chosen"), _folder.File("repository", "src", "bin")));
        Assert.Equal(program, NativeFolder.Find("libx.so", null, _folder.File("repository", "src", "bin")));
        File.Delete(program);
        Assert.Equal(built, NativeFolder.Find("libx.so", "", _folder.File("repository", "src", "bin")));
    }

    [Fact]
    public void What_is_missing_is_named_with_the_mend()
    {
        Directory.CreateDirectory(_folder.File("program"));
        var error = Assert.Throws<InputException>(() => NativeFolder.Find("libx.so", null, _folder.File("program")));
        Assert.StartsWith("libx.so:", error.Message);
        Assert.Contains("./luciole", error.Message);
        var chosen = Assert.Throws<InputException>(() => NativeFolder.Find("libx.so", _folder.File("nowhere"), _folder.File("program")));
        Assert.Contains("LUCIOLE_NATIVE", chosen.Message);
    }

    private string Make(params string[] parts)
    {
        Directory.CreateDirectory(_folder.File(parts));
        var path = Path.Combine(_folder.File(parts), "libx.so");
        File.WriteAllText(path, "");
        return path;
    }
}
