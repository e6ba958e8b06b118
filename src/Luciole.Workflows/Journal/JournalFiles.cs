namespace Luciole.Workflows.Journal;

/// <summary>Where a training writes what it measures.</summary>
/// <param name="Events">Folder of TensorBoard's event files.</param>
/// <param name="Csv">The table of the epochs.</param>
/// <param name="JsonLog">The epochs as JSON, one object a line.</param>
/// <param name="Charts">Folder of the charts.</param>
/// <param name="Prefix">What the charts' names begin with.</param>
internal sealed record JournalFiles(string Events, string Csv, string JsonLog, string Charts, string Prefix)
{
    /// <summary>The files of a job.</summary>
    /// <param name="job">The job's folder.</param>
    /// <param name="start">When training began; part of the JSON log's name.</param>
    public static JournalFiles Of(JobFolder job, DateTime start) => new(job.TensorBoardEvents, job.TrainingTable, job.TrainingLog(start), job.Charts, job.Id);
}
