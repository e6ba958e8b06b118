using System.Diagnostics;
using Luciole.Checkpoints;

namespace Luciole.EndToEnd.Tests.Ranks;

/// <summary>The files of docs/clusters: what linters say, and what the scripts do with stand-ins for Slurm's programs.</summary>
[System.Runtime.Versioning.SupportedOSPlatform("linux")]
public sealed class ClusterFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Scripts_pass_shellcheck() => Lint("shellcheck", "*.sbatch", "--shell=bash");

    [Fact]
    public void Yaml_files_pass_yamllint() => Lint("yamllint", "*.yaml", "--strict");

    [Fact]
    public void The_training_script_starts_ranks_that_train_as_one_process_does_and_queues_itself_again_when_stopped()
    {
        var training = new RankedTraining(_folder);
        LucioleProcess.Succeed(training.Command("whole", 2));
        WriteSlurm();
        var variables = new Dictionary<string, string>
        {
            ["CONFIG"] = _folder.File("tiny.yaml"), ["NAME"] = "slurm", ["RESULTS"] = _folder.File("results"), ["EPOCHS"] = "2",
        };
        using (var run = Submit("train.sbatch", variables))
            Assert.True(run.End() == 0, run.Messages);
        training.AssertSame("whole", "slurm");
        Assert.False(File.Exists(_folder.File("requeued")));

        (variables["NAME"], variables["EPOCHS"]) = ("stopped", "5000");
        using var stopped = Submit("train.sbatch", variables);
        stopped.WaitUntil(() => File.Exists(training.Last("stopped")));
        File.WriteAllText(_folder.File("time-is-over"), "");
        Assert.Equal(130, stopped.End());
        Assert.Equal("requeue 4711\n", File.ReadAllText(_folder.File("requeued")));
        using var checkpoint = PyTorchCheckpoint.Open(training.Last("stopped"));
        Assert.NotEmpty(checkpoint.StateDict);
    }

    [Fact]
    public void Jobs_of_the_prediction_script_share_a_folder()
    {
        WriteSlurm();
        var model = TinyNetwork.WriteCheckpoint(_folder.File("m.pth"));
        for (var n = 0; n < 6; n++)
            TinyImages.WriteRaw(_folder.File("in", $"{n}.tif"), n);
        var variables = new Dictionary<string, string> { ["IMAGES"] = _folder.File("in"), ["MODEL"] = model, ["OUT"] = _folder.File("out"), ["SLURM_NTASKS"] = "1" };
        using (var first = Submit("predict.sbatch", variables))
        using (var second = Submit("predict.sbatch", variables))
        {
            Assert.True(first.End() == 0, first.Messages);
            Assert.True(second.End() == 0, second.Messages);
        }

        Assert.Equal(6, Directory.GetFiles(_folder.File("out"), "*.tif").Length);
        Assert.Equal(6, Directory.GetFiles(_folder.File("out", ".luciole-share"), "*.done", SearchOption.AllDirectories).Length);
    }

    private static string Files => Path.Combine(Golden.RepositoryRoot, "docs", "clusters");

    // srun starts a task for each, with the variables that it sets; a file stands for the signal at the end of the time limit.
    private void WriteSlurm()
    {
        Script("scontrol", "case $1 in show) echo localhost; echo elsewhere;; *) echo \"$*\" >> FOLDER/requeued;; esac");
        Script("srun", """
            while [[ $1 == --* ]]; do shift; done
            tasks=()
            for ((i = 0; i < SLURM_NTASKS; i++)); do
                SLURM_STEP_ID=0 SLURM_PROCID=$i SLURM_LOCALID=$i SLURM_STEP_NODELIST=localhost,elsewhere "$@" & tasks+=($!)
            done
            (until [[ -e FOLDER/time-is-over ]]; do sleep 0.1; done; kill -TERM "${tasks[@]}") & clock=$!
            code=0
            for task in "${tasks[@]}"; do wait "$task" || code=$?; done
            kill $clock
            exit $code
            """);

        // A machine without GPUs, and images of the test instead of the recipe's epochs.
        Script("luciole", """
            arguments=()
            for a; do [[ $a == 0,1,2,3 || $a == 0 ]] && a=cpu; arguments+=("$a"); done
            [[ $1 != run ]] || arguments+=(--set "TRAIN.EPOCHS=$EPOCHS" --set MODEL.SAVE_EVERY_MINUTES=0.003)
            exec "$REAL" "${arguments[@]}"
            """);
    }

    private void Script(string name, string text)
    {
        var path = _folder.File("bin", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "#!/usr/bin/env bash\n" + text.Replace("FOLDER", _folder.FullName, StringComparison.Ordinal) + "\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private StartedRanks Submit(string script, Dictionary<string, string> variables)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(Files, script)]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        start.Environment["PATH"] = $"{_folder.File("bin")}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["LUCIOLE"] = _folder.File("bin", "luciole");
        start.Environment["REAL"] = LucioleProcess.Command;
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["SLURM_JOB_ID"] = "4711";
        start.Environment["SLURM_NTASKS"] = "2";
        start.Environment["SLURM_PROCID"] = "0";
        start.Environment["SLURM_LOCALID"] = "0";
        start.Environment["SLURM_JOB_NODELIST"] = "localhost,elsewhere";
        start.Environment["SLURM_SUBMIT_DIR"] = Golden.RepositoryRoot;
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        return new StartedRanks(Process.Start(start)!);
    }

    private static void Lint(string program, string pattern, string option)
    {
        var files = Directory.GetFiles(Files, pattern);
        Assert.NotEmpty(files);
        Process? process = null;
        try
        {
            process = Process.Start(new ProcessStartInfo(program, [option, .. files]) { RedirectStandardOutput = true, UseShellExecute = false });
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip($"{program} is not installed");
        }

        using (process)
        {
            var found = process!.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, found);
        }
    }
}
