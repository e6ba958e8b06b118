using System.Diagnostics;

namespace Luciole.EndToEnd.Tests.Launcher;

/// <summary>The empty libraries that stand in for what libtorch names and does not use (native/cmake/StandIns.cmake).</summary>
public sealed class StandInTests : IDisposable
{
    private static readonly string s_native = Path.Combine(Golden.RepositoryRoot, "build", "native");
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_stand_in_is_found_before_the_library_it_stands_for()
    {
        var folder = Path.Combine(s_native, "stand-ins");
        Assert.SkipUnless(Directory.Exists(folder), "this libtorch names nothing in vain");
        var loaded = Run("ldd", Path.Combine(s_native, "libluciole_torch.so"));
        foreach (var name in Directory.GetFiles(folder).Select(Path.GetFileName))
            Assert.Contains($"{name} => {folder}/", loaded);
    }

    [Fact]
    public void They_stay_while_everything_is_resolved()
    {
        var folder = MakeFolder();
        Check(Path.Combine(s_native, "libluciole_tiff.so"), folder);
        Assert.True(Directory.Exists(folder));
    }

    [Fact]
    public void They_go_when_the_library_does_not_load_with_them()
    {
        var folder = MakeFolder();
        var library = _folder.File("library.so");
        File.WriteAllText(library, "not one");
        Assert.Contains("unused libraries stay", Check(library, folder));
        Assert.False(Directory.Exists(folder));
    }

    private static string Check(string library, string folder) =>
        Run("sh", Path.Combine(Golden.RepositoryRoot, "native", "cmake", "check_stand_ins.sh"), library, folder);

    private string MakeFolder()
    {
        var folder = Directory.CreateDirectory(_folder.File("stand-ins")).FullName;
        File.WriteAllText(Path.Combine(folder, "libzmq.so.5"), "");
        return folder;
    }

    private static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, UseShellExecute = false })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }
}
