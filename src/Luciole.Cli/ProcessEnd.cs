using System.Runtime.InteropServices;

namespace Luciole.Cli;

/// <summary>
/// Ends the process without the destructors of native libraries: libtorch takes its thousands of operators out of their tables one by
/// one, which nobody waits for gladly. When a command has returned, its files are closed and its words are written.
/// </summary>
internal static partial class ProcessEnd
{
    /// <summary>Ends the process with this exit code.</summary>
    public static void Now(int exitCode)
    {
        Console.Out.Flush();
        Console.Error.Flush();
        Exit(exitCode);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int code);
}
