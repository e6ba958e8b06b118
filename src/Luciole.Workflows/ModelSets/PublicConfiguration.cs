using Luciole.Configuration;

namespace Luciole.Workflows.ModelSets;

/// <summary>A configuration to be given away: without the names of folders and files on the machine that it was used on.</summary>
internal static class PublicConfiguration
{
    /// <summary>The same settings, with all paths at their defaults.</summary>
    public static LucioleConfiguration Of(LucioleConfiguration settings)
    {
        var (data, defaults) = (settings.Data, new DataSettings());
        return settings with
        {
            Paths = new PathSettings(),
            Data = data with
            {
                Train = data.Train with { Path = defaults.Train.Path, TargetPath = defaults.Train.TargetPath },
                Validation = data.Validation with { Path = defaults.Validation.Path, TargetPath = defaults.Validation.TargetPath },
                Test = data.Test with { Path = defaults.Test.Path, TargetPath = defaults.Test.TargetPath },
            },
        };
    }
}
