namespace Luciole.EndToEnd.Tests.Launcher;

public sealed class LaterStartTests : IDisposable
{
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void A_later_start_calls_no_tool_and_says_nothing()
    {
        Assert.Equal(0, _machine.Start(["demo"]).ExitCode);
        _machine.ForgetCalls();
        var ending = _machine.Start(["demo"]);

        Assert.Equal(new Ending(0, "<demo>", ""), ending);
        Assert.Empty(_machine.Calls);
    }

    [Theory]
    [InlineData("src/Luciole.Cli/Program.cs")]
    [InlineData("src/Luciole.Cli/Added.cs")]
    [InlineData("Directory.Build.props")]
    [InlineData("Directory.Packages.props")]
    [InlineData("global.json")]
    [InlineData("recipes/demo/nucleus.yaml")]
    public void A_changed_source_rebuilds_the_managed_part_only(string file)
    {
        _machine.Start(["demo"]);
        _machine.ForgetCalls();
        _machine.Write(file, "two");

        Assert.Equal(0, _machine.Start(["demo"]).ExitCode);
        Assert.Equal(["dotnet publish"], _machine.Calls);
    }

    [Fact]
    public void A_changed_native_source_rebuilds_the_native_part_only()
    {
        _machine.Start(["demo"]);
        _machine.ForgetCalls();
        _machine.Write("native/CMakeLists.txt", "two");

        Assert.Equal(0, _machine.Start(["demo"]).ExitCode);
        Assert.Equal(2, _machine.Calls.Length);
        Assert.All(_machine.Calls, call => Assert.StartsWith("cmake", call));
    }

    [Fact]
    public void A_deleted_source_and_one_with_an_older_time_count_as_changes()
    {
        _machine.Write("src/Luciole.Cli/Gone.cs", "one");
        _machine.Start(["demo"]);
        _machine.ForgetCalls();

        File.Delete(Path.Combine(_machine.Tree, "src/Luciole.Cli/Gone.cs"));
        _machine.Start(["demo"]);
        File.SetLastWriteTimeUtc(Path.Combine(_machine.Tree, "src/Luciole.Cli/Program.cs"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        _machine.Start(["demo"]);
        Assert.Equal(["dotnet publish", "dotnet publish"], _machine.Calls);
    }

    [Fact]
    public void What_the_compilers_write_beside_the_sources_is_no_change()
    {
        _machine.Start(["demo"]);
        _machine.ForgetCalls();
        _machine.Write("src/Luciole.Cli/obj/project.assets.json", "{}");
        _machine.Write("src/Luciole.Cli/bin/Release/Luciole.Cli.dll", "");
        _machine.Start(["demo"]);
        Assert.Empty(_machine.Calls);
    }

    [Fact]
    public void A_build_that_is_killed_leaves_nothing_that_counts_as_built()
    {
        _machine.AddFile("dotnet-dies");
        Assert.NotEqual(0, _machine.Start(["demo"]).ExitCode);
        Assert.False(File.Exists(Path.Combine(_machine.Tree, "build/managed.stamp")));
        Assert.False(File.Exists(Path.Combine(_machine.Tree, "build/app/luciole")));

        File.Delete(_machine.File_("dotnet-dies"));
        _machine.ForgetCalls();
        Assert.Equal("<demo>", _machine.Start(["demo"]).Output);
        Assert.Equal(["dotnet publish"], _machine.Calls);
    }

    [Fact]
    public void A_failed_rebuild_does_not_start_the_old_program()
    {
        _machine.Start(["demo"]);
        _machine.Write("src/Luciole.Cli/Program.cs", "two");
        _machine.AddFile("dotnet-fails");
        Assert.Equal(1, _machine.Start(["demo"]).ExitCode);
        Assert.Equal("", _machine.Start(["demo"]).Output);
    }

    [Fact]
    public void It_starts_through_a_link_from_anywhere_with_every_argument_intact()
    {
        var link = _machine.File_("a link");
        File.CreateSymbolicLink(link, Path.Combine(_machine.Tree, "luciole"));
        Assert.Equal(0, _machine.Start(["demo"], program: link, workingFolder: "/").ExitCode);
        Assert.Equal("<a b><><*><--set=K V>", _machine.Start(["a b", "", "*", "--set=K V"], program: link, workingFolder: "/").Output);
    }

    [Theory]
    [InlineData("luciole", "")]
    [InlineData("./luciole", "")]
    [InlineData("../luciole", "src")]
    [InlineData("../source tree/luciole", "")]
    public void It_starts_by_any_path_to_it(string path, string folder)
    {
        _machine.Start(["demo"]);
        _machine.ForgetCalls();
        var ending = _machine.Start([path, "a b"], program: "/bin/bash", workingFolder: Path.Combine(_machine.Tree, folder));

        Assert.Equal(new Ending(0, "<a b>", ""), ending);
        Assert.Empty(_machine.Calls);
    }

    [Fact]
    public void A_change_of_both_parts_rebuilds_both()
    {
        _machine.Start(["demo"]);
        _machine.ForgetCalls();
        _machine.Write("native/CMakeLists.txt", "two");
        _machine.Write("src/Luciole.Cli/Program.cs", "two");
        _machine.Start(["demo"]);

        Assert.Equal(3, _machine.Calls.Length);
        Assert.Equal("dotnet publish", _machine.Calls[2]);
    }

    [Fact]
    public void A_renamed_source_counts_as_a_change()
    {
        _machine.Start(["demo"]);
        _machine.ForgetCalls();
        File.Move(Path.Combine(_machine.Tree, "src/Luciole.Cli/Program.cs"), Path.Combine(_machine.Tree, "src/Luciole.Cli/Main.cs"));
        _machine.Start(["demo"]);
        Assert.Equal(["dotnet publish"], _machine.Calls);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(139)]
    public void The_program_s_exit_code_is_passed_on(int code) =>
        Assert.Equal(code, _machine.Start(["exit", $"{code}"]).ExitCode);

    [Fact]
    public void Without_arguments_the_program_gets_none() => Assert.Equal("<>", _machine.Start([]).Output);

    [Fact]
    public async Task Two_first_starts_at_once_build_once()
    {
        var starts = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => _machine.Start(["demo"]))));
        Assert.All(starts, ending => Assert.Equal((0, "<demo>"), (ending.ExitCode, ending.Output)));
        Assert.Single(_machine.Calls, call => call == "dotnet publish");
    }
}
