using System.CommandLine;
using System.Runtime.InteropServices;
using Luciole.Cli.Commands;
using Luciole.Cli.Ranks;
using Luciole.Cli.Terminal;
using Luciole.Files;
using Luciole.Torch;

namespace Luciole.Cli;

/// <summary>Parses, calls, and turns failures into exit codes: 0 done, 1 unexpected, 2 something the user can mend, 130 stopped.</summary>
internal static class CommandLine
{
    public const int Success = 0;
    public const int Unexpected = 1;
    public const int UserError = 2;
    public const int Stopped = 130;

    public static int Run(string[] args, TerminalOutput output)
    {
        var verbose = args.Contains("--verbose", StringComparer.Ordinal);
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => RequestStop(context, stop, output));
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => RequestStop(context, stop, output));
        if (LauncherLine.IsHeld)
            LauncherLine.Listen(stop);
        try
        {
            var root = Root(output, stop.Token);
            var parsed = root.Parse(args.Length == 0 ? ["--help"] : BiaPyArguments.Translate(args, root.Subcommands));
            ParsingErrors.Refuse(parsed);
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (OperationCanceledException)
        {
            output.Error("stopped; what was finished is kept.");
            return Stopped;
        }
        catch (Exception e)
        {
            return Report(e, verbose, output);
        }
    }

    private static int Report(Exception e, bool verbose, TerminalOutput output)
    {
        // A full disk, a folder without rights, too little memory: the user's to mend, though nobody foresaw where.
        var mendable = e is InputException or IOException or UnauthorizedAccessException or TorchException { IsOutOfMemory: true };
        var message = e switch
        {
            InputException => e.Message,
            TorchException { IsOutOfMemory: true } => $"not enough memory: {e.Message} Use a smaller TRAIN.BATCH_SIZE or DATA.PATCH_SIZE.",
            IOException or UnauthorizedAccessException => $"{e.Message.TrimEnd('.')}; check the disk's free space and the folder's permissions.",
            Luciole.Training.NonFiniteLossException => e.Message,
            _ => $"unexpected failure: {e.GetType().Name}: {e.Message} Run again with --verbose for details, and report it.",
        };
        output.Error($"error: {message}");
        if (verbose)
            output.Error(e.ToString());
        return mendable ? UserError : Unexpected;
    }

    private static void RequestStop(PosixSignalContext context, CancellationTokenSource stop, TerminalOutput output)
    {
        // The first signal asks for an orderly end; the second takes the system's way.
        if (stop.IsCancellationRequested)
            return;
        context.Cancel = true;
        if (!LauncherLine.IsHeld)
            output.Error("stopping after the present step; press Ctrl-C again to stop at once.");
        stop.Cancel();
    }

    private static RootCommand Root(TerminalOutput output, CancellationToken stop)
    {
        var root = new RootCommand(
            """
            Luciole predicts fluorescence images - nucleus, mitochondria, actin, tubulin - from label-free light microscopy.

            Start with:   luciole demo
            With a model: luciole predict image.ome.tiff --model nucleus.pth --out predicted
            With BiaPy's YAML files: luciole run --config nucleus.yaml --result_dir results --name nucleus --run_id 1 --gpu 0
            """)
        {
            PredictCommand.Create(output, stop),
            RunCommand.Create(output, stop),
            InspectCommand.Create(output),
            PrepareCommand.Create(output, stop),
            EvaluateCommand.Create(output, stop),
            InitCommand.Create(output),
            ExportCommand.Create(output),
            PackCommand.Create(output, stop),
            GrandChallengeCommand.Create(output, stop),
            DoctorCommand.Create(output),
            DemoCommand.Create(output, stop),
        };
        root.Options.Add(new Option<bool>("--verbose") { Description = "Show details of failures.", Recursive = true });
        if (root.Options.OfType<VersionOption>().FirstOrDefault() is { } version)
            version.Aliases.Add("-v");
        return root;
    }
}
