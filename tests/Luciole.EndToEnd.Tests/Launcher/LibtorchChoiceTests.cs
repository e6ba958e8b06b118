namespace Luciole.EndToEnd.Tests.Launcher;

public sealed class LibtorchChoiceTests : IDisposable
{
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void A_wrong_folder_is_one_sentence_and_exit_2()
    {
        var ending = _machine.Start(["demo"], libtorch: "/no/such/folder");

        Assert.Equal(2, ending.ExitCode);
        Assert.Single(ending.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("'/no/such/folder'", ending.Error);
        Assert.Empty(_machine.Calls);
    }

    [Theory]
    [InlineData("", "share/cmake/Torch")]
    [InlineData("", "lib/cmake/Torch")]
    [InlineData("", "lib/aarch64-linux-gnu/cmake/Torch")]
    [InlineData("", "lib/python3.12/site-packages/torch/share/cmake/Torch")]
    [InlineData("", "torch/share/cmake/Torch")]
    [InlineData("", "libtorch/share/cmake/Torch")]
    [InlineData("/share/cmake", "share/cmake/Torch")]
    [InlineData("/share/cmake/Torch", "share/cmake/Torch")]
    public void What_it_is_told_may_be_any_of_the_usual_folders(string told, string config)
    {
        _machine.AddFile($"my torch/{config}/TorchConfig.cmake");
        var ending = _machine.Start(["demo"], libtorch: _machine.File_("my torch") + told);

        Assert.Equal(0, ending.ExitCode);
        AssertBuiltAgainst(_machine.File_("my torch/" + config));
        Assert.Contains("(LUCIOLE_LIBTORCH)", ending.Error);
    }

    [Fact]
    public void Python_s_torch_comes_before_the_system_s_and_is_not_imported()
    {
        _machine.AddFile("venv/torch/share/cmake/Torch/TorchConfig.cmake");
        _machine.AddTool("python3", """[[ $2 == *find_spec* && $2 != *"import torch"* ]] && echo "$MACHINE/venv/torch" """);
        var ending = _machine.Start(["demo"]);

        Assert.Equal(0, ending.ExitCode);
        AssertBuiltAgainst(_machine.File_("venv/torch/share/cmake/Torch"));
        Assert.Contains("torch of python3", ending.Error);
    }

    [Fact]
    public void A_Python_torch_without_its_own_cmake_files_gives_way_to_the_system_s()
    {
        // Debian's python3-torch is such a one.
        _machine.AddFile("venv/torch/__init__.py");
        _machine.AddTool("python3", """echo "$MACHINE/venv/torch" """);
        Assert.Equal(0, _machine.Start(["demo"]).ExitCode);
        AssertBuiltAgainst(_machine.File_("usr/lib/x86_64-linux-gnu/cmake/Torch"));
    }

    [Fact]
    public void A_libtorch_with_its_own_BLAS_needs_no_OpenBLAS()
    {
        _machine.AddFile("my torch/share/cmake/Torch/TorchConfig.cmake");
        _machine.RemoveSystemFile("lib/x86_64-linux-gnu/libblas.so.3");
        Assert.Equal(0, _machine.Start(["demo"], libtorch: _machine.File_("my torch")).ExitCode);
    }

    [Fact]
    public void Another_choice_rebuilds_the_native_part_only_and_stays()
    {
        _machine.AddFile("my torch/share/cmake/Torch/TorchConfig.cmake");
        _machine.Start(["demo"]);
        _machine.ForgetCalls();

        Assert.Equal(0, _machine.Start(["demo"], libtorch: _machine.File_("my torch")).ExitCode);
        AssertBuiltAgainst(_machine.File_("my torch/share/cmake/Torch"));
        Assert.DoesNotContain(_machine.Calls, call => call.StartsWith("dotnet", StringComparison.Ordinal));

        _machine.ForgetCalls();
        Assert.Equal(0, _machine.Start(["demo"]).ExitCode);
        Assert.Empty(_machine.Calls);

        Assert.Equal(0, _machine.Start(["demo"], libtorch: "auto").ExitCode);
        AssertBuiltAgainst(_machine.File_("usr/lib/x86_64-linux-gnu/cmake/Torch"));
    }

    [Fact]
    public void The_same_folder_by_another_name_does_not_rebuild_at_every_start()
    {
        var folder = _machine.File_("my torch");
        _machine.AddFile("my torch/share/cmake/Torch/TorchConfig.cmake");
        _machine.Start(["demo"], libtorch: folder);
        _machine.ForgetCalls();

        _machine.Start(["demo"], libtorch: folder + "/");
        Assert.Empty(_machine.Calls);
        Assert.DoesNotContain("ready", _machine.Start(["demo"], libtorch: folder + "/").Error);
    }

    [Fact]
    public void A_choice_that_does_not_build_is_not_remembered()
    {
        _machine.AddFile("my torch/share/cmake/Torch/TorchConfig.cmake");
        _machine.AddFile("cmake-fails");
        Assert.Equal(1, _machine.Start(["demo"], libtorch: _machine.File_("my torch")).ExitCode);
        File.Delete(_machine.File_("cmake-fails"));

        Assert.Equal(0, _machine.Start(["demo"]).ExitCode);
        AssertBuiltAgainst(_machine.File_("usr/lib/x86_64-linux-gnu/cmake/Torch"));
    }

    [Fact]
    public void A_libtorch_that_went_away_is_looked_for_again()
    {
        var config = _machine.AddFile("my torch/share/cmake/Torch/TorchConfig.cmake");
        _machine.Start(["demo"], libtorch: _machine.File_("my torch"));
        File.Delete(config);
        var ending = _machine.Start(["demo"]);

        Assert.Equal(0, ending.ExitCode);
        Assert.Contains("is gone", ending.Error);
        AssertBuiltAgainst(_machine.File_("usr/lib/x86_64-linux-gnu/cmake/Torch"));
    }

    private void AssertBuiltAgainst(string folder)
    {
        var configured = _machine.Calls.Last(call => call.Contains("-DTorch_DIR=", StringComparison.Ordinal));
        Assert.Contains($"-DTorch_DIR={folder} -D", configured);
    }
}
