using Luciole.Configuration;
using Luciole.Files;
using Luciole.Models.Footprint;

namespace Luciole.Workflows.Capacity;

/// <summary>Looks at what a training will need before anything large is made or read.</summary>
internal static class Preflight
{
    /// <summary>Compares needs with memory and disk.</summary>
    /// <param name="settings">The configuration.</param>
    /// <param name="job">Where checkpoints go.</param>
    /// <param name="mode">Where and how the network is computed.</param>
    /// <param name="available">Bytes of the device that computes; null when unknown.</param>
    /// <param name="log">Told what may become too little.</param>
    /// <returns>The needs.</returns>
    /// <exception cref="InputException">It cannot fit; the message names the keys to change.</exception>
    public static TrainingNeeds Check(LucioleConfiguration settings, JobFolder job, ComputeMode mode, long? available, IRunLog log)
    {
        var needs = TrainingNeeds.Of(settings, mode);
        string?[] notes =
        [
            EarlyRefusal.Memory(settings, needs, available),
            EarlyRefusal.Disk(settings, needs, job.Checkpoints, EarlyRefusal.FreeSpace(job.Checkpoints)),
        ];
        foreach (var note in notes.OfType<string>())
            log.Note(note);
        return needs;
    }
}
