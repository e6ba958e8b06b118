using System.Globalization;
using Luciole.Checkpoints;
using Luciole.Configuration;
using Luciole.Files;

namespace Luciole.Workflows;

/// <summary>
/// Rewrites a checkpoint as BiaPy 3.5 saves its own, for prediction and fine-tuning there: the configuration as <c>yacs.config.CfgNode</c> and
/// with BiaPy's keys alone, the weights unchanged, no state of a training. See docs/decisions/0009.
/// </summary>
public static class BiaPyExport
{
    // Constants in BiaPy's code, whatever its configuration says.
    private const double UnetrEpsilon = 1e-5;
    private const double MaskedAutoencoderEpsilon = 1e-6;
    private static readonly (string Key, double Value)[] s_fixedDecoder = [("MODEL.MAE_DEC_HIDDEN_SIZE", 512), ("MODEL.MAE_DEC_NUM_LAYERS", 8), ("MODEL.MAE_DEC_NUM_HEADS", 16)];

    /// <summary>Writes the file.</summary>
    /// <param name="source">A checkpoint with a configuration.</param>
    /// <param name="path">The new checkpoint.</param>
    /// <returns>What BiaPy will compute differently, one sentence each.</returns>
    /// <exception cref="InputException">The checkpoint has no configuration or no weights, or cannot be read; or the file cannot be written.</exception>
    public static IReadOnlyList<string> Write(string source, string path)
    {
        using var checkpoint = PyTorchCheckpoint.Open(source);
        if (checkpoint.ModelKey is not { } key || checkpoint[key] is not { } weights)
            throw new InputException($"{source}: holds no weights under a name of their own, which BiaPy needs; give a checkpoint of a training.");
        if (checkpoint.Configuration is not { } stored)
            throw new InputException($"{source}: holds no configuration, from which BiaPy builds the network; give a checkpoint of a training.");
        var settings = ConfigurationReader.FromCheckpoint(CheckpointValues.ToPlain(stored), source).Configuration;
        var root = new PickleDict { { "model", weights } };
        CheckpointEntries.AddConfiguration(root, settings, BiaPySections(settings));
        root.Add("epoch", checkpoint["epoch"] ?? 0L);
        CheckpointWriter.Write(path, root, new CheckpointWriterOptions { ConfigurationAsCfgNode = true });
        return [.. Differences(settings)];
    }

    private static Dictionary<string, object?> BiaPySections(LucioleConfiguration settings)
    {
        var sections = ConfigurationWriter.ToDictionary(settings);
        foreach (var own in ConfigurationSchema.Keys.Where(key => key.IsOwn).Select(key => key.Name).Append(ConfigurationSchema.DialectKey))
        {
            var parts = own.Split('.');
            var section = parts[..^1].Aggregate(sections, (outer, name) => (Dictionary<string, object?>)outer[name]!);
            section.Remove(parts[^1]);
        }

        foreach (var empty in sections.Where(section => section.Value is Dictionary<string, object?> { Count: 0 }).Select(section => section.Key).ToList())
            sections.Remove(empty);
        return sections;
    }

    internal static IEnumerable<string> Differences(LucioleConfiguration settings)
    {
        var model = settings.Model;
        var epsilon = model.Architecture switch
        {
            Architecture.Unetr => UnetrEpsilon,
            Architecture.MaskedAutoencoder => MaskedAutoencoderEpsilon,
            _ => model.LayerNormEpsilon,
        };
        if (model.LayerNormEpsilon != epsilon)
            yield return string.Create(CultureInfo.InvariantCulture, $"MODEL.VIT_NORM_EPS is {model.LayerNormEpsilon}, but BiaPy computes with {epsilon}, so its predictions will differ slightly");
        if (model.Architecture != Architecture.MaskedAutoencoder)
            yield break;
        double[] ours = [model.DecoderEmbedDim, model.DecoderLayers, model.DecoderHeads];
        foreach (var ((key, fixedValue), value) in s_fixedDecoder.Zip(ours))
        {
            if (value != fixedValue)
                yield return string.Create(CultureInfo.InvariantCulture, $"{key} is {value}, but BiaPy builds a decoder with {fixedValue}, so it will not load this one; its encoder serves to fine-tune");
        }
    }
}
