namespace Luciole.EndToEnd.Tests.Launcher;

public sealed class SetUpTests : IDisposable
{
    private const string AllPackages = "cmake g++ make libtiff-dev libtorch-dev libgloo-dev libopenblas0-openmp";
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Without_root_it_says_exactly_what_to_install_and_exits_2()
    {
        _machine.MakeBare();
        _machine.AddPackageManager();
        _machine.IsRoot = false;
        var ending = _machine.Start(["demo"]);

        Assert.Equal(2, ending.ExitCode);
        Assert.Contains($"sudo apt-get update && sudo apt-get install -y --no-install-recommends {AllPackages}\n", ending.Error);
        Assert.Empty(_machine.Calls);
        Assert.Empty(ending.Output);
    }

    [Fact]
    public void Without_apt_every_part_is_named_with_its_reason()
    {
        _machine.MakeBare();
        var ending = _machine.Start(["demo"]);

        Assert.Equal(2, ending.ExitCode);
        foreach (var package in AllPackages.Split(' '))
            Assert.Matches($@"(?m)^ +{package.Replace("+", @"\+")} +\w", ending.Error);
        Assert.Contains("LUCIOLE_LIBTORCH", ending.Error);
        Assert.Empty(_machine.Calls);
    }

    [Fact]
    public void With_root_and_apt_a_bare_machine_is_set_up_by_one_install()
    {
        _machine.MakeBare();
        _machine.AddPackageManager();
        var ending = _machine.Start(["demo"]);

        Assert.Equal(0, ending.ExitCode);
        Assert.Equal("<demo>", ending.Output);
        var installs = _machine.Calls.Where(call => call.StartsWith("apt-get", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, installs.Length);
        Assert.EndsWith(" update", installs[0]);
        Assert.EndsWith($" install -y --no-install-recommends {AllPackages}", installs[1]);
    }

    [Theory]
    [InlineData("bin/cmake", "cmake")]
    [InlineData("bin/g++", "g++")]
    [InlineData("bin/make", "make")]
    [InlineData("usr/include/tiffio.h", "libtiff-dev")]
    [InlineData("usr/lib/x86_64-linux-gnu/cmake/Torch/TorchConfig.cmake", "libtorch-dev libgloo-dev")]
    [InlineData("usr/lib/x86_64-linux-gnu/libblas.so.3", "libopenblas0-openmp")]
    public void Only_what_is_missing_is_installed(string missing, string package)
    {
        File.Delete(_machine.File_(missing));
        _machine.AddPackageManager();
        var ending = _machine.Start(["demo"]);

        Assert.Equal(0, ending.ExitCode);
        Assert.Contains(_machine.Calls, call => call.EndsWith($"--no-install-recommends {package}", StringComparison.Ordinal));
    }

    [Fact]
    public void A_packaged_install_that_leaves_something_missing_is_not_taken_for_success()
    {
        _machine.RemoveTool("cmake");
        _machine.AddTool("apt-get", "exit 0");
        var ending = _machine.Start(["demo"]);

        Assert.Equal(2, ending.ExitCode);
        Assert.Contains("not found: cmake", ending.Error);
    }

    [Fact]
    public void A_failing_install_shows_its_last_words()
    {
        _machine.RemoveTool("cmake");
        _machine.AddTool("apt-get", "echo 'E: the disk is full'; exit 100");
        var ending = _machine.Start(["demo"]);

        Assert.Equal(1, ending.ExitCode);
        Assert.Contains("E: the disk is full", ending.Error);
        Assert.Contains("exit code 100", ending.Error);
    }

    [Fact]
    public void A_missing_sdk_is_never_fetched_but_explained()
    {
        File.Delete(_machine.File_("dotnet/dotnet"));
        _machine.AddPackageManager();
        var ending = _machine.Start(["demo"]);

        Assert.Equal(2, ending.ExitCode);
        Assert.Contains("https://dotnet.microsoft.com/download/dotnet/10.0", ending.Error);
        Assert.Empty(_machine.Calls);
    }

    [Fact]
    public void An_sdk_of_another_version_does_not_count()
    {
        _machine.AddScript("dotnet/dotnet", "echo \"8.0.110 [$MACHINE/dotnet/sdk]\"");
        var ending = _machine.Start(["demo"]);

        Assert.Equal(2, ending.ExitCode);
        Assert.Contains(".NET SDK 10.0", ending.Error);
    }

    [Fact]
    public void A_compile_error_is_shown_and_the_program_not_started()
    {
        _machine.AddFile("dotnet-fails");
        var ending = _machine.Start(["demo"]);

        Assert.Equal(1, ending.ExitCode);
        Assert.Contains("error CS0001: as told", ending.Error);
        Assert.Empty(ending.Output);
        Assert.Single(_machine.Calls, call => call == "dotnet publish");
    }

    [Fact]
    public void Without_the_ahead_of_time_compiler_it_is_built_without()
    {
        _machine.AddScript("dotnet/dotnet", """
            case "$*" in
                --list-sdks) echo "10.0.401 [$MACHINE/dotnet/sdk]"; exit ;;
                *PublishReadyToRun*) echo 'error NU1101: Unable to find package Microsoft.NETCore.App.Crossgen2.linux-x64'; exit 1 ;;
            esac
            while [ $# -gt 0 ]; do [ "$1" = -o ] && out=$2; shift; done
            mkdir -p "$out"; cp_program "$out/luciole"
            """);
        var ending = _machine.Start(["demo"]);

        Assert.Equal(0, ending.ExitCode);
        Assert.Equal("<demo>", ending.Output);
    }
}
