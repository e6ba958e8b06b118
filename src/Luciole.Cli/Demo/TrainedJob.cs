using Luciole.Configuration;
using Luciole.Workflows;

namespace Luciole.Cli.Demo;

/// <summary>A training of the demonstration that is done.</summary>
/// <param name="Configuration">What it was told.</param>
/// <param name="Job">Where its files are.</param>
/// <param name="Outcome">What came of it.</param>
internal sealed record TrainedJob(ConfigurationResult Configuration, JobFolder Job, TrainingOutcome Outcome);
