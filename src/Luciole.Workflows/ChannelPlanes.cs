namespace Luciole.Workflows;

/// <summary>Images with the channels one after the other, as metrics take them.</summary>
internal static class ChannelPlanes
{
    /// <summary>From <c>[Y, X, C]</c> to <c>[C, Y, X]</c>; itself with one channel.</summary>
    public static float[] Of(float[] image, int channels)
    {
        if (channels == 1)
            return image;
        var planes = new float[image.Length];
        var pixels = image.Length / channels;
        for (var i = 0; i < pixels; i++)
        {
            for (var c = 0; c < channels; c++)
                planes[(c * pixels) + i] = image[(i * channels) + c];
        }

        return planes;
    }
}
