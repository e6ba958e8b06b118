using Luciole.Configuration;
using Luciole.Files;

namespace Luciole.Workflows.Capacity;

/// <summary>Looks at what a training will need before anything large is made or read.</summary>
internal static class Preflight
{
    /// <summary>Compares needs with memory and disk.</summary>
    /// <param name="settings">The configuration.</param>
    /// <param name="job">Where checkpoints go.</param>
    /// <param name="onGpu">Whether the network is computed on a GPU, whose memory nobody asks here.</param>
    /// <param name="availableMemory">Bytes; null when unknown.</param>
    /// <param name="log">Told what may become too little.</param>
    /// <returns>The needs.</returns>
    /// <exception cref="InputException">It cannot fit; the message names the keys to change.</exception>
    public static TrainingNeeds Check(LucioleConfiguration settings, JobFolder job, bool onGpu, long? availableMemory, IRunLog log)
    {
        var needs = TrainingNeeds.Of(settings);
        string?[] notes =
        [
            onGpu ? null : EarlyRefusal.Memory(settings, needs, availableMemory),
            EarlyRefusal.Disk(settings, needs, job.Checkpoints, EarlyRefusal.FreeSpace(job.Checkpoints)),
        ];
        foreach (var note in notes.OfType<string>())
            log.Note(note);
        return needs;
    }
}
