using Luciole.Checkpoints;
using Luciole.Configuration;
using Luciole.Files;
using Luciole.Torch.Modules;
using Luciole.Torch.StateDicts;

namespace Luciole.Workflows;

/// <summary>Weights that a training begins with: all of the same kind of network, or the encoder of another.</summary>
internal static class InitialWeights
{
    private const int MostNames = 6;
    private static readonly string[] s_encoder = ["cls_token", "pos_embed", "patch_embed.", "blocks.", "norm."];

    /// <summary>Loads what fits by name, and tells what was loaded, what was not, and why.</summary>
    /// <exception cref="InputException">Too little fits: the training would begin from random numbers unnoticed.</exception>
    public static void Load(Module network, PyTorchCheckpoint start, Architecture architecture, IRunLog log)
    {
        var report = StateDictLoader.Load(network, start.StateDict);
        var sameKind = start.StateDict.Any(t => t.Key == "mask_token") == (architecture == Architecture.MaskedAutoencoder);
        if (sameKind)
            report.RequireComplete(start.Path);
        else
            RequireEncoder(report, start.Path);
        log.Line($"{Path.GetFileName(start.Path)}: {report}");
        if (sameKind)
            return;
        log.Line($"  not in the checkpoint, so they begin from random numbers (the decoder is trained from here on): {Names(report.Missing)}");
        log.Line($"  in the checkpoint and not in this network (they belong to pre-training): {Names(report.Unexpected)}");
    }

    private static void RequireEncoder(LoadReport report, string path)
    {
        report.RequireCompatible(path);
        if (report.Missing.FirstOrDefault(name => s_encoder.Any(part => name.StartsWith(part, StringComparison.Ordinal))) is { } lacking)
            throw new InputException($"{path}: lacks {lacking} of the encoder; give a checkpoint with the whole encoder, or set the MODEL.VIT keys to those it was trained with.");
    }

    // The parts' names tell more than hundreds of tensors'.
    private static string Names(IReadOnlyList<string> tensors)
    {
        var parts = tensors.GroupBy(name => name.Split('.')[0]).Select(g => g.Count() == 1 ? g.First() : $"{g.Key} ({g.Count()} tensors)").ToList();
        return parts.Count == 0 ? "none" : string.Join(", ", parts.Take(MostNames)) + (parts.Count > MostNames ? ", ..." : "");
    }
}
