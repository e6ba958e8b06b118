namespace Luciole.Workflows.Organelles;

/// <summary>How the organelles of an image are put into files.</summary>
public enum PredictionFormat
{
    /// <summary>A file for each organelle, in a folder of its name.</summary>
    Separate,

    /// <summary>One file with a channel for each organelle.</summary>
    MultiChannel,
}
