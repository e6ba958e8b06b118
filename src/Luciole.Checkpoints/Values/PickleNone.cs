namespace Luciole.Checkpoints;

/// <summary>Python's <c>None</c>.</summary>
public sealed class PickleNone : PickleValue
{
    private PickleNone()
    {
    }

    /// <summary>The only instance.</summary>
    public static PickleNone Instance { get; } = new();
}
