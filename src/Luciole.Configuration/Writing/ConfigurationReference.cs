using System.Text;

namespace Luciole.Configuration;

/// <summary>The manual page of the configuration, made from the key tables.</summary>
public static class ConfigurationReference
{
    /// <summary>The text of <c>docs/reference/configuration.md</c>.</summary>
    public static string Markdown()
    {
        var text = new StringBuilder(Introduction);
        string? section = null;
        foreach (var key in ConfigurationSchema.Keys)
        {
            var name = SectionOf(key.Name);
            if (name != section)
            {
                section = name;
                text.Append("\n## ").Append(section).Append("\n\n| key | takes | default | meaning |\n| --- | --- | --- | --- |\n");
            }

            text.Append("| `").Append(key.Name[(section.Length + 1)..]).Append('`').Append(key.IsOwn ? " ⁺" : "")
                .Append(" | ").Append(Cell(key.Expected))
                .Append(" | ").Append(DefaultCell(key))
                .Append(" | ").Append(Cell(key.Description)).Append(Idle(key)).Append(" |\n");
        }

        text.Append("\n## Keys without effect\n\nBiaPy has these too; they change nothing in these workflows, in BiaPy either, and are accepted:\n")
            .AppendJoin(", ", OtherKeys.All.Where(k => k.Workflow is null).Select(k => $"`{k.Name}`")).Append(".\n");
        text.Append("\n## Keys of other workflows\n\nThese are accepted at BiaPy's default only, so that a configuration which BiaPy wrote out in full can be read:\n");
        foreach (var group in OtherKeys.All.Where(k => k.Workflow is not null).GroupBy(k => k.Workflow))
            text.Append("\n- ").Append(group.Key).Append(": ").AppendJoin(", ", group.Select(k => $"`{k.Name}`"));
        return text.Append('\n').ToString();
    }

    // Two levels, where the second is a section of its own.
    private static string SectionOf(string key)
    {
        var parts = key.Split('.');
        return parts.Length > 2 && parts[0] is "DATA" ? $"{parts[0]}.{parts[1]}" : parts[0];
    }

    private static string DefaultCell(ConfigurationKey key)
    {
        var value = key.Name is "PROBLEM.TYPE" or "MODEL.ARCHITECTURE" ? "none: must be given" : key.Default.Length == 0 ? "empty" : $"`{Cell(key.Default)}`";
        return key.DialectDefaults is null ? value : $"{value}; {Cell(key.DialectDefaults)}";
    }

    private static string Idle(ConfigurationKey key) =>
        IdleKeys.ByName.TryGetValue(key.Name, out var idle) ? $" **Without effect:** {Cell(idle.Reason)}." : "";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private const string Introduction = """
        # Configuration

        Made by the program from its key tables; do not edit.

        A configuration is a YAML file with BiaPy's keys. Every key that is left out has the default given here; a key that is not
        known is an error that names the file, the line and the nearest key. `--set KEY=VALUE` on the command line replaces any key,
        for instance `--set TRAIN.EPOCHS=10` or `--set "DATA.PATCH_SIZE=(256, 256, 1)"`. Keys marked ⁺ are Luciole's own.

        A key is honoured, or refused where it asks for what this version cannot do, or its meaning below ends with **Without effect** and the
        reason. Where somebody would miss the effect (files that are not written), a note says so when the run starts.

        ## Dialects

        | `LUCIOLE.DIALECT` | what it is |
        | --- | --- |
        | `luciole-1` | Luciole's own: no value is replaced, contradictions and obsolete keys are refused |
        | `biapy-3.5` | BiaPy 3.5 |
        | `biapy-3.4` | BiaPy 3.4, of the published LightMyCells templates |

        Without this key the header comment `# BiaPy version: X.Y.Z` decides; without that, a file with keys that only BiaPy 3.4 had is
        `biapy-3.4`, any other `biapy-3.5`. What the dialect decides:

        | | `biapy-3.4` | `biapy-3.5` | `luciole-1` |
        | --- | --- | --- | --- |
        | `LOSS.TYPE` when not given | MSE | MAE | MAE |
        | `DATA.TRAIN.RAWS_PER_TARGET` when not given | one | all | all |
        | `MODEL.VIT_NORM_EPS` | unetr 1e-5, mae 1e-6, whatever the file says | the same | honoured |
        | `MODEL.MAE_DEC_*` | width 512, depth 8, heads 16, perceptrons 512 x `VIT_MLP_RATIO`, whatever the file says | the same | honoured |
        | keys that only BiaPy 3.4 had | translated, with a note | translated, with a note | refused |

        BiaPy has the `MODEL` keys in that table but never reads them; where a file asks for something else, a note says which value was taken.

        ## How values are read

        As in BiaPy: YAML 1.1 (`yes`, `no`, `on`, `off` are booleans), and every text that is a Python literal is evaluated, so `(1024, 1024, 1)`
        is a tuple and `1e-4` a number. A whole number may stand where a number is expected; lists and tuples are the same. Unlike in BiaPy, a key
        that stands twice is an error, names such as `ADAMW` may be written in any case, and a configuration is checked also when a checkpoint will
        be loaded. A file is at most 1 MiB.

        """;
}
