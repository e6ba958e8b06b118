using Luciole.Torch.Profiling;

namespace Luciole.Benchmarks.Networks;

/// <summary>
/// The arithmetic of a forward pass over one image: multiplications and additions of convolutions, the direct way, of linear layers and
/// of attention's two products. The rest is not counted. A quicker method of convolution does less, and so can pass the machine's peak.
/// </summary>
internal static class Arithmetic
{
    private const int PerceptronRatio = 4;

    /// <summary>A training step's arithmetic relative to a forward pass: every product goes back by its input and by its weight.</summary>
    public const double TrainingFactor = 3;

    /// <summary>All kinds together.</summary>
    public static double Forward(NetworkShape network) => ByKind(network).Values.Sum();

    /// <summary>The kinds that are counted.</summary>
    public static IReadOnlyDictionary<LayerKind, double> ByKind(NetworkShape network)
    {
        var isUnetr = network.Architecture == NetworkShape.Unetr;
        var grid = network.ImageSize / network.TokenSize;
        var tokens = grid * grid;
        var encoded = 1 + (isUnetr ? tokens : tokens / 2);
        double token = network.TokenSize * network.TokenSize;
        var operations = new Dictionary<LayerKind, double>
        {
            [LayerKind.Convolution] = 2 * token * network.EmbedDim * tokens,
            [LayerKind.TransposedConvolution] = 0,
            [LayerKind.Linear] = network.Layers * LinearOfBlock(encoded, network.EmbedDim, PerceptronRatio * network.EmbedDim),
            [LayerKind.Attention] = network.Layers * AttentionOfBlock(encoded, network.EmbedDim),
        };
        if (isUnetr)
        {
            operations[LayerKind.Convolution] += UnetrDecoder.Convolutions(network).Sum(c => c.Operations)
                + new ConvolutionShape(network.Filters, 1, 1, network.ImageSize).Operations;
            operations[LayerKind.TransposedConvolution] = UnetrDecoder.TransposedOperations(network);
        }
        else
        {
            var width = network.DecoderEmbedDim;
            operations[LayerKind.Linear] += Product(encoded, network.EmbedDim, width)
                + (network.DecoderLayers * LinearOfBlock(tokens + 1, width, network.DecoderHiddenDim))
                + Product(tokens + 1, width, token);
            operations[LayerKind.Attention] += network.DecoderLayers * AttentionOfBlock(tokens + 1, width);
        }

        return operations;
    }

    private static double Product(double rows, double inputs, double outputs) => 2 * rows * inputs * outputs;

    // Queries, keys and values; the projection; the perceptron.
    private static double LinearOfBlock(double tokens, double width, double hidden) =>
        Product(tokens, width, 3 * width) + Product(tokens, width, width) + (2 * Product(tokens, width, hidden));

    // Queries by keys, weights by values; over all heads.
    private static double AttentionOfBlock(double tokens, double width) => 2 * Product(tokens, width, tokens);
}
