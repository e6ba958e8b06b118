namespace Luciole.Imaging.Pixels;

/// <summary>
/// How arrays of any number of axes become images <c>[Y, X, C]</c>, as the reference does it: axes of size 1 are dropped; of two axes
/// the channel is one; of three axes the smallest (the first of equal ones) is the channel axis and moved last.
/// </summary>
internal static class ImageShape
{
    public static int ChannelAxis(ReadOnlySpan<int> sizes)
    {
        var smallest = 0;
        for (var axis = 1; axis < sizes.Length; axis++)
        {
            if (sizes[axis] < sizes[smallest])
                smallest = axis;
        }

        return smallest;
    }

    public static string TooManyAxes(string name, string axes, ReadOnlySpan<int> sizes) =>
        $"{name}: has the axes {axes} ({string.Join(", ", sizes.ToArray())}); a two-dimensional image with at most one further axis (channels) was expected: extract the planes you mean into files of their own.";

    /// <summary>Makes an image of an array of two or three axes.</summary>
    public static ImageArray Arrange(string name, ReadOnlySpan<int> sizes, SampleType type, byte[] data)
    {
        if (sizes.Length == 2)
            return new ImageArray(sizes[0], sizes[1], 1, type, data, name);
        var channelAxis = ChannelAxis(sizes);
        if (channelAxis == 2)
            return new ImageArray(sizes[0], sizes[1], sizes[2], type, data, name);

        var (height, width) = channelAxis == 0 ? (sizes[1], sizes[2]) : (sizes[0], sizes[2]);
        var channels = sizes[channelAxis];
        var (rowStep, channelStep) = channelAxis == 0 ? ((long)width, (long)height * width) : ((long)channels * width, width);
        var size = Samples.Size(type);
        var moved = new byte[data.Length];
        var to = 0;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                for (var c = 0; c < channels; c++, to += size)
                    data.AsSpan((int)(((y * rowStep) + (c * channelStep) + x) * size), size).CopyTo(moved.AsSpan(to));
            }
        }

        return new ImageArray(height, width, channels, type, moved, name);
    }
}
