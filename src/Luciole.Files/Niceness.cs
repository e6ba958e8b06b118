namespace Luciole.Files;

/// <summary>How readily a thread lets others have its core: Linux's nice value, which threads have each for themselves. Elsewhere nothing happens.</summary>
public static class Niceness
{
    private const int OfThread = 0;
    private const int ThisOne = 0;
    private const int Calmer = 10;
    private const int Most = 19;

    /// <summary>The calling thread's value; 0 is usual, 19 the calmest.</summary>
    public static int OfThisThread => OperatingSystem.IsLinux() ? LibC.GetPriority(OfThread, ThisOne) : 0;

    /// <summary>Lets other threads go first where they want the same core. For threads whose work is needed soon, but not now.</summary>
    public static void LetOthersGoFirst()
    {
        // A refusal leaves the thread as it was, which is only slower.
        if (OperatingSystem.IsLinux())
            _ = LibC.SetPriority(OfThread, ThisOne, Math.Min(Most, OfThisThread + Calmer));
    }
}
