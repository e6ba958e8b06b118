using Luciole.Imaging.Pixels;

namespace Luciole.Report;

/// <summary>Where a picture comes from: one channel of an image that is opened when its turn comes.</summary>
/// <param name="Name">Its file, or what tells it from others; pictures of one name are stored once.</param>
/// <param name="Open">Opens the image; who asks disposes it.</param>
/// <param name="Channel">The channel, from 0.</param>
public sealed record PictureSource(string Name, Func<IImageSource> Open, int Channel = 0)
{
    /// <summary>A channel of a file.</summary>
    public static PictureSource OfFile(string path, int channel = 0) => new(path, () => ImageFile.Open(path), channel);

    /// <summary>A channel of a plane of a file that may be a z-stack; only it is read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="depth">The plane from 0 on.</param>
    /// <param name="channel">The channel from 0 on.</param>
    public static PictureSource OfPlane(string path, int depth, int channel = 0) => new($"{path}, plane {depth}, channel {channel}", () => StackFile.OpenPlane(path, depth, channel));
}
