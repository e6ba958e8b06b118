namespace Luciole.Kernels.Normalization;

/// <summary>Where the planes of images <c>[N, C, H, W]</c> lie: each without gaps, any distance between them.</summary>
public readonly unsafe struct Planes
{
    /// <summary>Planes from the address of the first and the distances, in floats, from image to image and from channel to channel.</summary>
    public Planes(float* first, long imageStride, long channelStride, int images, int channels, long pixels)
    {
        First = first;
        ImageStride = imageStride;
        ChannelStride = channelStride;
        Images = images;
        Channels = channels;
        Pixels = pixels;
    }

    /// <summary>Pixel 0 of channel 0 of image 0.</summary>
    public float* First { get; }

    /// <summary>Floats from an image to the next.</summary>
    public long ImageStride { get; }

    /// <summary>Floats from a channel to the next.</summary>
    public long ChannelStride { get; }

    /// <summary>N.</summary>
    public int Images { get; }

    /// <summary>C.</summary>
    public int Channels { get; }

    /// <summary>H W.</summary>
    public long Pixels { get; }

    /// <summary>Pixel 0 of a plane.</summary>
    public float* Plane(int image, int channel) => First + (image * ImageStride) + (channel * ChannelStride);
}
