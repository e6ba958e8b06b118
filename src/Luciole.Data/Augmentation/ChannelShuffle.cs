using Luciole.Data.RandomStreams;

namespace Luciole.Data.Augmentation;

/// <summary><c>CHANNEL_SHUFFLE</c>: puts the channels of the raw patch in a random order; the target stays.</summary>
public sealed class ChannelShuffle : IAugmentation
{
    /// <inheritdoc/>
    public AugmentationStep Step => AugmentationStep.ChannelShuffle;

    /// <inheritdoc/>
    public void Apply(AugmentedPair pair, SampleRandom random)
    {
        var order = Enumerable.Range(0, pair.Image.Length / (pair.Height * pair.Width)).ToArray();
        random.Shuffle(order.AsSpan());
        pair.RewriteImage((source, result, channels) =>
        {
            for (var i = 0; i < source.Length; i += channels)
            {
                for (var c = 0; c < channels; c++)
                    result[i + c] = source[i + order[c]];
            }
        });
    }
}
