using System.CommandLine;
using Luciole.Cli.Ranks;
using Luciole.Cli.Terminal;
using Luciole.Files;

namespace Luciole.Cli.Commands;

/// <summary><c>luciole run</c>: what a BiaPy configuration asks for, with BiaPy's flags.</summary>
internal static class RunCommand
{
    public static Command Create(TerminalOutput output, CancellationToken stop)
    {
        var config = new Option<string>("--config", "-cfg") { Description = "The YAML configuration, BiaPy's or Luciole's.", Required = true, HelpName = "FILE" };
        var results = new Option<string?>("--result_dir", "-rdir") { Description = "The folder that gets the job's folder. Default: the home folder.", HelpName = "D" };
        var name = new Option<string>("--name") { Description = "The job's name.", HelpName = "N", DefaultValueFactory = _ => "unknown_job" };
        var runId = new Option<int>("--run_id", "-rid") { Description = "The number of the run.", HelpName = "I", DefaultValueFactory = _ => 1 };
        var gpu = SharedOptions.Gpu();
        var ranks = RankRequest.Option();
        var set = SharedOptions.Set();
        var resume = new Option<bool>("--resume") { Description = "Go on with this job's training from the last state saved, as if it had never stopped; begins when there is none." };
        var command = new Command("run", "Do what a configuration says: train, predict, or both. Takes BiaPy's YAML files and flags.") { config, results, name, runId, gpu, ranks, resume, set };

        // BiaPy's flags for several processes: taken when they ask for one.
        var worldSize = Hidden(command, new Option<int>("--world_size") { DefaultValueFactory = _ => 1 });
        var onCluster = Hidden(command, new Option<bool>("--dist_on_itp"));
        Hidden(command, new Option<int>("--local_rank"));
        Hidden(command, new Option<string?>("--dist_url"));
        Hidden(command, new Option<string?>("--dist_backend"));
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(worldSize) > 1 || parsed.GetValue(onCluster))
                throw new InputException("--world_size, --dist_on_itp: leave them out; --ranks N or --gpu 0,1 start several processes, or a launcher such as torchrun or srun.");
            var folder = parsed.GetValue(results);
            var request = new RunRequest(
                parsed.GetRequiredValue(config),
                parsed.GetValue(set)!,
                string.IsNullOrEmpty(folder) ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) : folder,
                parsed.GetValue(name)!,
                parsed.GetValue(runId),
                parsed.GetValue(gpu),
                parsed.GetValue(resume));
            return RankRequest.Of(parsed.GetValue(ranks), request.Gpu, Environment.GetEnvironmentVariable) is { } count
                ? ConfiguredRun.Launch(request, count, output, stop)
                : ConfiguredRun.Do(request, output, stop);
        });
        return command;
    }

    private static Option<T> Hidden<T>(Command command, Option<T> option)
    {
        option.Hidden = true;
        command.Options.Add(option);
        return option;
    }
}
