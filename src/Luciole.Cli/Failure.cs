using Luciole.Files;
using Luciole.Torch;
using Luciole.Training;

namespace Luciole.Cli;

/// <summary>What a failure is to the user.</summary>
/// <param name="Message">A sentence.</param>
/// <param name="ExitCode">2 for something the user can mend, 130 when asked to stop, else 1.</param>
internal sealed record Failure(string Message, int ExitCode)
{
    /// <summary>That of an exception.</summary>
    public static Failure Of(Exception e)
    {
        if (e is OperationCanceledException)
            return new Failure("stopped; what was finished is kept.", CommandLine.Stopped);

        // A full disk, a folder without rights, too little memory: the user's to mend, though nobody foresaw where.
        var mendable = e is InputException or IOException or UnauthorizedAccessException or TorchException { IsOutOfMemory: true };
        var message = e switch
        {
            InputException => e.Message,
            TorchException { IsOutOfMemory: true } => $"not enough memory: {e.Message} Use a smaller TRAIN.BATCH_SIZE or DATA.PATCH_SIZE.",
            IOException or UnauthorizedAccessException => $"{e.Message.TrimEnd('.')}; check the disk's free space and the folder's permissions.",
            NonFiniteLossException => e.Message,
            _ => $"unexpected failure: {e.GetType().Name}: {e.Message} Run again with --verbose for details, and report it.",
        };
        return new Failure(message, mendable ? CommandLine.UserError : CommandLine.Unexpected);
    }
}
