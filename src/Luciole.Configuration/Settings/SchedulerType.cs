namespace Luciole.Configuration;

/// <summary>Learning-rate schedules.</summary>
public enum SchedulerType
{
    /// <summary>Constant.</summary>
    None,

    /// <summary>Lower when the validation loss stalls.</summary>
    ReduceOnPlateau,

    /// <summary>Linear warm-up, then a half cosine.</summary>
    WarmupCosine,

    /// <summary>One cycle up and down.</summary>
    OneCycle,
}
