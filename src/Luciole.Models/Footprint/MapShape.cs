namespace Luciole.Models.Footprint;

/// <summary>The shape of images in a network, <c>[N, C, H, W]</c>.</summary>
/// <param name="Batch">Images.</param>
/// <param name="Channels">Channels.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
internal readonly record struct MapShape(long Batch, long Channels, long Height, long Width)
{
    private const long ChannelBlock = 8;

    /// <summary>Elements.</summary>
    public long Elements => Batch * Channels * Height * Width;

    /// <summary>Elements in oneDNN's layout, which stores channels in groups.</summary>
    public long BlockedElements => Batch * ((Channels + ChannelBlock - 1) / ChannelBlock * ChannelBlock) * Height * Width;

    /// <summary>The same images with another number of channels.</summary>
    public MapShape With(long channels) => this with { Channels = channels };

    /// <summary>Twice as high and wide.</summary>
    public MapShape Doubled(long channels) => new(Batch, channels, 2 * Height, 2 * Width);

    /// <summary>Half as high and wide.</summary>
    public MapShape Halved() => new(Batch, Channels, Height / 2, Width / 2);
}
