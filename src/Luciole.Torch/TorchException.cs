namespace Luciole.Torch;

/// <summary>A failure inside libtorch. The message is libtorch's first line; <see cref="NativeText"/> is all it said.</summary>
public sealed class TorchException : Exception
{
    private TorchException(string message, string nativeText)
        : base(message) => NativeText = nativeText;

    /// <summary>The whole text, further lines included.</summary>
    public string NativeText { get; }

    /// <summary>Whether the device or the machine had no memory left for a tensor.</summary>
    public bool IsOutOfMemory =>
        NativeText.Contains("out of memory", StringComparison.OrdinalIgnoreCase) ||
        NativeText.Contains("ALLOC_FAILED", StringComparison.Ordinal) ||
        NativeText.Contains("not enough memory", StringComparison.OrdinalIgnoreCase) ||
        NativeText.Contains("can't allocate memory", StringComparison.OrdinalIgnoreCase);

    internal static TorchException FromNativeText(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return new TorchException(end < 0 ? text : text[..end], text);
    }
}
