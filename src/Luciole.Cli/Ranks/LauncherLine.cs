namespace Luciole.Cli.Ranks;

/// <summary>
/// The line from a rank to the launcher that started it: its standard input. The launcher asks for an orderly end through it, and when it
/// closes the launcher is gone. Signals would not do: Ctrl-C on a terminal reaches the ranks too, and a second one means "at once".
/// </summary>
internal static class LauncherLine
{
    /// <summary>The variable that tells a process that it was started as a rank by this program.</summary>
    public const string Variable = "LUCIOLE_LAUNCHED";

    /// <summary>What the launcher writes to ask for an orderly end.</summary>
    public const char Stop = 's';

    /// <summary>Whether this process was started as a rank by this program.</summary>
    public static bool IsHeld => Environment.GetEnvironmentVariable(Variable) == "1";

    /// <summary>Listens, on a thread of its own.</summary>
    /// <param name="stop">Asked for an orderly end: told to, or because the launcher is gone.</param>
    public static void Listen(CancellationTokenSource stop) =>
        new Thread(() => Follow(Console.OpenStandardInput(), stop, () => ProcessEnd.Now(CommandLine.Stopped))) { IsBackground = true, Name = "launcher" }.Start();

    /// <summary>Reads until the line closes.</summary>
    /// <param name="line">The line.</param>
    /// <param name="stop">Asked for an orderly end.</param>
    /// <param name="endNow">Called when the launcher went after it had asked: it was told to end at once.</param>
    internal static void Follow(Stream line, CancellationTokenSource stop, Action endNow)
    {
        try
        {
            var wasAsked = false;
            while (Read(line) is >= 0 and var word)
            {
                wasAsked |= word == Stop;
                if (wasAsked)
                    stop.Cancel();
            }

            stop.Cancel();
            if (wasAsked)
                endNow();
        }
        catch (ObjectDisposedException)
        {
            // The command has returned meanwhile; the process is about to end.
        }
    }

    private static int Read(Stream line)
    {
        try
        {
            return line.ReadByte();
        }
        catch (IOException)
        {
            // As good as closed.
            return -1;
        }
    }
}
