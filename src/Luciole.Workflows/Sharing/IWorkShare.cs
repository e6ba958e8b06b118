namespace Luciole.Workflows.Sharing;

/// <summary>Which of several processes does which units of work; see <see cref="SoleWorker"/> and <see cref="FolderShare"/>.</summary>
public interface IWorkShare
{
    /// <summary>
    /// The units that this process does, one after the other; each must be disposed before the next is asked for, after
    /// <see cref="WorkItem.Done"/> or <see cref="WorkItem.Fail"/>. The list ends when every unit was finished by some process.
    /// </summary>
    /// <param name="task">What is done to the units, as a text that differs when it would come out otherwise: the model's and the settings' hashes.</param>
    /// <param name="units">All units, the same ones in every process.</param>
    /// <param name="stop">Ends the list with an <see cref="OperationCanceledException"/>.</param>
    IEnumerable<WorkItem> Take(string task, IReadOnlyList<WorkUnit> units, CancellationToken stop);

    /// <summary>How the units of the last <see cref="Take"/> that are finished ended, those of other processes too, in the units' order.</summary>
    IReadOnlyList<FinishedWork> Finished { get; }
}
