using Luciole.Configuration;
using Luciole.Files;
using Luciole.Torch.Modules;

namespace Luciole.Workflows.Journal;

/// <summary>Tells what a training is about to do, and leaves its settings and its network's parameters as tables in the results.</summary>
internal static class RunRecord
{
    /// <summary>Tells and writes.</summary>
    /// <exception cref="InputException">A file cannot be written.</exception>
    public static void Begin(LucioleConfiguration settings, JobFolder job, Module network, RunFacts facts, IRunLog log)
    {
        AtomicFile.WriteAllText(job.SettingsTable, SettingsTable.Of(settings));
        AtomicFile.WriteAllText(job.ParameterTable, ParameterTable.Of(network));
        foreach (var line in RunSummary.Of(settings, job, facts).TrimEnd('\n').Split('\n'))
            log.Line(line);
    }
}
