using Luciole.Configuration;

namespace Luciole.Workflows.Journal;

/// <summary>Every key of a configuration with its value, and the default where that is another.</summary>
internal static class SettingsTable
{
    /// <summary>The table.</summary>
    public static string Of(LucioleConfiguration configuration)
    {
        List<string[]> rows = [["key", "value", "default, where it is another"]];
        foreach (var key in ConfigurationSchema.Keys)
        {
            var value = key.TextIn(configuration);
            rows.Add([key.Name, value, value == key.Default ? "" : key.Default]);
        }

        return TextTable.Of(rows);
    }
}
