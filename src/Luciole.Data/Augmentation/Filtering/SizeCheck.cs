namespace Luciole.Data.Augmentation.Filtering;

/// <summary>Keeps unsafe loops within their arrays.</summary>
internal static class SizeCheck
{
    /// <summary>Refuses arrays that are not two images of this size, or an empty image.</summary>
    public static void Images(ReadOnlySpan<float> source, ReadOnlySpan<float> result, int height, int width, int channels)
    {
        if (height < 1 || width < 1 || channels < 1 || source.Length != (long)height * width * channels || result.Length != source.Length)
            throw new ArgumentException($"{source.Length} and {result.Length} values are not two images of {height} x {width} x {channels}.", nameof(result));
    }

    /// <summary>Refuses an array that is too short.</summary>
    public static void AtLeast(ReadOnlySpan<float> values, long count)
    {
        if (values.Length < count)
            throw new ArgumentException($"{values.Length} values, but {count} are needed.", nameof(values));
    }
}
