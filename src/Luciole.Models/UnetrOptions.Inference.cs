using System.Text.RegularExpressions;
using Luciole.Files;
using Luciole.Models.Convolution;

namespace Luciole.Models;

/// <content>What the shapes of a checkpoint tell.</content>
public sealed partial record UnetrOptions
{
    /// <summary>
    /// The options of the network that a checkpoint's tensors belong to. Shapes do not tell the heads, the distance of the skip
    /// connections, the activation, the dropout and the epsilon: these keep their defaults, and the caller replaces what he knows
    /// better. A decoder without normalisation tensors is taken to have none, though it might normalise by instance.
    /// </summary>
    /// <param name="shapes">Tensor names and shapes.</param>
    /// <exception cref="InputException">The tensors are not those of a UNETR.</exception>
    public static UnetrOptions FromShapes(IReadOnlyDictionary<string, long[]> shapes)
    {
        var patch = Shape(shapes, "patch_embed.proj.weight", 4);
        var positions = Shape(shapes, "pos_embed", 3);
        var last = Shape(shapes, "last_block.weight", 4);
        var convolution = Shape(shapes, "two_yellow_layers.0.block.0.block.0.weight", 4);
        var grid = (long)Math.Round(Math.Sqrt(positions[1] - 1));
        if ((grid * grid) + 1 != positions[1] || positions[1] < 2)
            throw new InputException($"The checkpoint's pos_embed has {positions[1]} rows, which are not a class token and a square of tokens.");
        return new UnetrOptions
        {
            ImageSize = grid * patch[2],
            Channels = patch[1],
            OutputChannels = last[0],
            TokenSize = patch[2],
            EmbedDim = patch[0],
            Layers = shapes.Keys.Select(k => BlockName().Match(k)).Where(m => m.Success).Select(m => m.Groups["number"].Value).Distinct().LongCount(),
            MlpRatio = (double)Shape(shapes, "blocks.0.mlp.fc1.weight", 2)[0] / patch[0],
            Filters = last[1],
            KernelSize = convolution[2],
            Normalization = (shapes.ContainsKey("two_yellow_layers.0.block.0.block.1.running_mean"), shapes.ContainsKey("two_yellow_layers.0.block.0.block.1.weight")) switch
            {
                (true, _) => NormalizationKind.Batch,
                (_, true) => NormalizationKind.Group,
                _ => NormalizationKind.None,
            },
        };
    }

    private static long[] Shape(IReadOnlyDictionary<string, long[]> shapes, string name, int axes) =>
        shapes.TryGetValue(name, out var shape) && shape.Length == axes && shape.All(s => s > 0)
            ? shape
            : throw new InputException($"The checkpoint is not a UNETR's: it has no tensor {name} of {axes} axes.");

    [GeneratedRegex(@"^blocks\.(?<number>\d+)\.", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BlockName();
}
