using System.Globalization;
using System.Text;
using Luciole.Data.Preparation;
using Luciole.Data.Studies;

namespace Luciole.Cli.Terminal;

/// <summary>A preparation's result as text: targets and pairs by organelle and modality, what was left out, what to type next.</summary>
internal static class PreparationTable
{
    private const string Pretraining = "pretraining";

    /// <summary>The text.</summary>
    /// <param name="result">What was made.</param>
    /// <param name="folder">The output folder, as the user wrote it.</param>
    public static string Of(PreparationResult result, string folder)
    {
        var text = new StringBuilder();
        if (result.Counts.Count > 0)
        {
            var table = new PlainTable("organelle", "modality", "training targets", "training pairs", "validation targets", "validation pairs");
            foreach (var row in result.Counts.GroupBy(count => (count.Organelle, count.Modality)))
            {
                var (train, val) = (row.Single(count => count.Side == PreparedSide.Train), row.Single(count => count.Side == PreparedSide.Val));
                table.Row(PreparedTree.Root(row.Key.Organelle), row.Key.Modality?.ToString() ?? "all", Number(train.Targets), Number(train.Pairs), Number(val.Targets), Number(val.Pairs));
            }

            text.AppendLine(table.ToString()).AppendLine();
        }

        text.AppendLine($"pre-training  {Number(result.PretrainingImages)} images, {Number(result.PretrainingValidationImages)} to watch it by");
        foreach (var (reason, count) in result.LeftOut.OrderByDescending(item => item.Value))
            text.AppendLine($"left out      {Number(count)}: {reason}");
        text.AppendLine($"list          {Path.Combine(folder, Path.GetFileName(result.Report))}").AppendLine();
        return text.AppendLine("next:").Append(Next(result, folder)).ToString();
    }

    private static string Next(PreparationResult result, string folder)
    {
        var pretraining = Command("pretraining", Pretraining,
            ("DATA.TRAIN.PATH", Path.Combine(folder, PreparedTree.PretrainingFolder(PreparedSide.Train))),
            ("DATA.VAL.PATH", Path.Combine(folder, PreparedTree.PretrainingFolder(PreparedSide.Val))));
        if (result.Counts.Count == 0)
            return pretraining;
        var organelle = result.Counts[0].Organelle;
        var name = PreparedTree.Root(organelle);
        var training = Command(name, name,
            ("PATHS.CHECKPOINT_FILE", $"results/{Pretraining}/checkpoints/{Pretraining}_1-checkpoint-best.pth"),
            ("DATA.TRAIN.PATH", Path.Combine(folder, PreparedTree.Raws(organelle, PreparedSide.Train))),
            ("DATA.TRAIN.GT_PATH", Path.Combine(folder, PreparedTree.Targets(organelle, PreparedSide.Train))),
            ("DATA.VAL.PATH", Path.Combine(folder, PreparedTree.Raws(organelle, PreparedSide.Val))),
            ("DATA.VAL.GT_PATH", Path.Combine(folder, PreparedTree.Targets(organelle, PreparedSide.Val))),
            ("DATA.TEST.PATH", Path.Combine(folder, PreparedTree.Raws(organelle, PreparedSide.Val))));
        return $"{pretraining}{Environment.NewLine}then, for instance:{Environment.NewLine}{training}";
    }

    private static string Command(string recipe, string name, params (string Key, string Value)[] settings) =>
        $"luciole run --config recipes/lightmycells/{recipe}.yaml --result_dir results --name {name}" +
        string.Concat(settings.Select(setting => $" \\{Environment.NewLine}    --set {Quoted($"{setting.Key}={setting.Value}")}"));

    private static string Quoted(string argument) => argument.All(c => char.IsLetterOrDigit(c) || "=./_-".Contains(c, StringComparison.Ordinal))
        ? argument
        : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
