namespace Luciole.Workflows.Organelles;

/// <summary>What is predicted of a z-stack.</summary>
public enum StackFocus
{
    /// <summary>Every plane by itself.</summary>
    All,

    /// <summary>The sharpest plane, by <see cref="Luciole.Data.Trust.FocusScore"/>.</summary>
    Best,

    /// <summary>The mean of the predictions of all planes.</summary>
    Mean,
}
