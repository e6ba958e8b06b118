namespace Luciole.Configuration;

/// <summary>Which checkpoint of a job.</summary>
public enum CheckpointChoice
{
    /// <summary>The one with the smallest validation loss.</summary>
    BestOnValidation,

    /// <summary>The latest.</summary>
    LastOnTraining,
}
