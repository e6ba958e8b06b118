namespace Luciole.EndToEnd.Tests.Launcher;

public sealed class TestCommandTests : IDisposable
{
    private readonly FakeMachine _machine = new();

    public void Dispose() => _machine.Dispose();

    [Fact]
    public void Totals_are_summed_in_one_closing_line()
    {
        AddTests("A.Tests", 0, Summary("A.Tests", total: 5));
        AddTests("B.Tests", 0, """
                B.Tests.Reader.Reads_the_golden_file [SKIP]
                  ../shared/golden is absent
                B.Tests.Reader.Reads_another [SKIP]
                  ../shared/golden is absent
            """ + "\n" + Summary("B.Tests", total: 7, skipped: 2));
        var ending = _machine.Start(["test"]);

        Assert.Equal(0, ending.ExitCode);
        Assert.Equal("10 passed, 0 failed, 2 skipped", ClosingLine(ending));
        Assert.Matches(@"(?m)^ +2 \.\./shared/golden is absent$", ending.Output);
        Assert.Contains("dotnet build", _machine.Calls);
    }

    [Fact]
    public void A_failure_is_shown_in_full_and_fails_the_run()
    {
        AddTests("A.Tests", 1, """
                A.Tests.Reader.Skips [SKIP]
                  no such file here
                A.Tests.Reader.Reads [FAIL]
                  Assert.Equal() Failure
                  Expected: 1
                  Stack Trace:
                    Reader.cs(3,0): at A.Tests.Reader.Reads()
              Finished:    A.Tests
            """ + "\n" + Summary("A.Tests", total: 3, failed: 1, skipped: 1));
        AddTests("B.Tests", 0, Summary("B.Tests", total: 1));
        var ending = _machine.Start(["test"]);

        Assert.Equal(1, ending.ExitCode);
        Assert.Equal("2 passed, 1 failed, 1 skipped", ClosingLine(ending));
        Assert.Contains("Reader.cs(3,0): at A.Tests.Reader.Reads()", ending.Output);
        Assert.DoesNotContain("Finished:", ending.Output);
    }

    [Fact]
    public void A_crash_counts_as_a_failure_and_shows_the_last_words()
    {
        AddTests("A.Tests", 134, "terminate called after throwing an instance of 'c10::Error'");
        AddTests("B.Tests", 0, Summary("B.Tests", total: 4));
        var ending = _machine.Start(["test"]);

        Assert.Equal(1, ending.ExitCode);
        Assert.Equal("4 passed, 1 failed, 0 skipped", ClosingLine(ending));
        Assert.Contains("CRASHED with exit code 134", ending.Output);
        Assert.Contains("instance of 'c10::Error'", ending.Output);
    }

    [Fact]
    public void A_crash_after_the_summary_counts_too()
    {
        AddTests("A.Tests", 139, Summary("A.Tests", total: 4));
        Assert.Equal("4 passed, 1 failed, 0 skipped", ClosingLine(_machine.Start(["test"])));
    }

    [Fact]
    public void A_project_that_hangs_is_stopped_and_counts_as_a_failure()
    {
        AddTests("A.Tests", 0, "started", before: "sleep 60");
        var ending = _machine.Start(["test"], testLimit: 1);

        Assert.Equal(1, ending.ExitCode);
        Assert.Equal("0 passed, 1 failed, 0 skipped", ClosingLine(ending));
        Assert.Contains("STOPPED", ending.Output);
    }

    [Fact]
    public void A_missing_test_program_is_a_failure()
    {
        AddTests("A.Tests", 0, Summary("A.Tests", total: 1));
        _machine.Write("tests/B.Tests/B.Tests.csproj", "");
        Assert.Equal("1 passed, 1 failed, 0 skipped", ClosingLine(_machine.Start(["test"])));
    }

    [Fact]
    public void No_test_is_no_success()
    {
        AddTests("A.Tests", 0, "   A.Tests  Total: 0");
        var ending = _machine.Start(["test"]);

        Assert.Equal(1, ending.ExitCode);
        Assert.Equal("0 passed, 0 failed, 0 skipped", ClosingLine(ending));
    }

    [Fact]
    public void Tests_that_do_not_build_are_a_failure()
    {
        AddTests("A.Tests", 0, Summary("A.Tests", total: 1));
        Assert.Equal(0, _machine.Start(["demo"]).ExitCode);
        _machine.AddFile("dotnet-fails");
        var ending = _machine.Start(["test"]);

        Assert.Equal(1, ending.ExitCode);
        Assert.Equal("0 passed, 1 failed, 0 skipped", ClosingLine(ending));
        Assert.Contains("error CS0001: as told", ending.Error);
    }

    [Theory]
    [InlineData("dotnet-fails")]
    [InlineData("cmake-fails")]
    public void A_program_that_does_not_build_is_a_failure(string cause)
    {
        AddTests("A.Tests", 0, Summary("A.Tests", total: 1));
        _machine.AddFile(cause);
        var ending = _machine.Start(["test"]);

        Assert.Equal(1, ending.ExitCode);
        Assert.Equal("0 passed, 1 failed, 0 skipped", ClosingLine(ending));
        Assert.Contains("as told", ending.Error);
    }

    [Fact]
    public void Projects_are_chosen_by_name_and_filters_reach_the_test_program()
    {
        AddTests("Luciole.A.Tests", 0, Summary("Luciole.A.Tests", total: 1));
        AddTests("Luciole.B.Tests", 0, Summary("Luciole.B.Tests", total: 10));
        var ending = _machine.Start(["test", "luciole.b", "-method", "*Reads *"]);

        Assert.Equal("10 passed, 0 failed, 0 skipped", ClosingLine(ending));
        Assert.EndsWith("<-method><*Reads *>", File.ReadAllText(_machine.File_("Luciole.B.Tests.arguments")));
    }

    [Fact]
    public void The_tests_know_where_the_command_and_the_native_libraries_are()
    {
        AddTests("A.Tests", 0, Summary("A.Tests", total: 1), before: """echo "$LUCIOLE_COMMAND|$LUCIOLE_NATIVE" >"$MACHINE/known" """);
        _machine.Start(["test"]);
        Assert.Equal($"{_machine.Tree}/luciole|{_machine.Tree}/build/native\n", File.ReadAllText(_machine.File_("known")));
    }

    [Fact]
    public void The_continuous_integration_script_runs_the_same()
    {
        AddTests("A.Tests", 1, Summary("A.Tests", total: 2, failed: 1));
        var ending = _machine.Start([], program: Path.Combine(_machine.Tree, ".ci/run"), workingFolder: "/");

        Assert.Equal(1, ending.ExitCode);
        Assert.Equal("1 passed, 1 failed, 0 skipped", ClosingLine(ending));
    }

    private static string Summary(string name, int total, int failed = 0, int skipped = 0) => $"""
        === TEST EXECUTION SUMMARY ===
           {name}  Total: {total}, Errors: 0, Failed: {failed}, Skipped: {skipped}, Not Run: 0, Time: 0.189s
        """;

    /// <summary>The last line, after checking that no other line can be taken for it.</summary>
    private static string ClosingLine(Ending ending)
    {
        var lines = ending.Output.TrimEnd('\n').Split('\n');
        Assert.DoesNotContain(lines[..^1], line => line.Contains(" passed, ", StringComparison.Ordinal));
        return lines[^1];
    }

    private void AddTests(string name, int exitCode, string output, string before = "")
    {
        _machine.Write($"tests/{name}/{name}.csproj", "");
        _machine.AddScript($"source tree/tests/{name}/bin/Release/net10.0/{name}", $"""
            printf '<%s>' "$@" >"$MACHINE/{name}.arguments"
            {before}
            cat <<'OUTPUT'
            {output}
            OUTPUT
            exit {exitCode}
            """);
    }
}
