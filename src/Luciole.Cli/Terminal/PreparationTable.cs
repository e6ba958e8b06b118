using System.Globalization;
using System.Text;
using Luciole.Data.Preparation;
using Luciole.Data.Studies;

namespace Luciole.Cli.Terminal;

/// <summary>A preparation's result as text: targets and pairs by organelle and modality, what was left out, what to type next.</summary>
internal static class PreparationTable
{
    /// <summary>The text.</summary>
    /// <param name="result">What was made.</param>
    /// <param name="folder">The output folder, as the user wrote it.</param>
    public static string Of(PreparationResult result, string folder)
    {
        var text = new StringBuilder();
        if (result.Counts.Count > 0)
        {
            var table = new PlainTable("organelle", "modality", "training targets", "pairs", "validation targets", "pairs");
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
        text.AppendLine($"list          {result.Report}").AppendLine();
        return text.AppendLine("next:").Append(Next(result, folder)).ToString();
    }

    private static string Next(PreparationResult result, string folder)
    {
        var organelle = result.Counts.Select(count => (Organelle?)count.Organelle).FirstOrDefault();
        var pretraining = Command("lightmycells_pretraining.yaml", "pretraining", folder,
            ("TRAIN.PATH", PreparedTree.PretrainingFolder(PreparedSide.Train)), ("VAL.PATH", PreparedTree.PretrainingFolder(PreparedSide.Val)));
        return organelle is not { } first ? pretraining : pretraining + Environment.NewLine + "then, for instance:" + Environment.NewLine + Command(
            $"lightmycells_{PreparedTree.Root(first)}.yaml", PreparedTree.Root(first), folder,
            ("TRAIN.PATH", PreparedTree.Raws(first, PreparedSide.Train)), ("TRAIN.GT_PATH", PreparedTree.Targets(first, PreparedSide.Train)),
            ("VAL.PATH", PreparedTree.Raws(first, PreparedSide.Val)), ("VAL.GT_PATH", PreparedTree.Targets(first, PreparedSide.Val)));
    }

    private static string Command(string configuration, string name, string folder, params (string Key, string Path)[] settings) =>
        $"luciole run --config {configuration} --result_dir results --name {name}" +
        string.Concat(settings.Select(setting => $" \\{Environment.NewLine}    --set {Quoted($"DATA.{setting.Key}={Path.Combine(folder, setting.Path)}")}"));

    private static string Quoted(string argument) => argument.All(c => char.IsLetterOrDigit(c) || "=./_-".Contains(c, StringComparison.Ordinal)) ? argument : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
