namespace Luciole.Workflows.Ranks;

/// <summary>What a rank may tell about itself.</summary>
internal enum RankSign
{
    /// <summary>A number that changes as long as the process runs.</summary>
    Pulse,

    /// <summary>It failed by itself; its exit code and words.</summary>
    Failed,

    /// <summary>It could not do something together with the others.</summary>
    Cut,

    /// <summary>It heard the alarm.</summary>
    Present,

    /// <summary>It needs the others' words no more.</summary>
    Done,

    /// <summary>It left in good order.</summary>
    Left,
}
