using Luciole.Imaging.Pixels;

namespace Luciole.Data.Loading;

/// <summary>
/// Decoded images up to a budget of bytes; the one not used for longest goes first. An image larger than the whole budget, or than one array, is not
/// decoded: it is opened anew each time and read by bands. Safe for several threads.
/// </summary>
public sealed class ImageCache
{
    private readonly Func<string, IImageSource> _open;
    private readonly long _budget;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<(string Path, IImageSource Image, long Bytes)>> _byPath = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Path, IImageSource Image, long Bytes)> _recentFirst = new();

    /// <summary>An empty cache.</summary>
    /// <param name="open">Opens an image file.</param>
    /// <param name="budget">Bytes that decoded images may take.</param>
    public ImageCache(Func<string, IImageSource> open, long budget)
    {
        _open = open;
        _budget = budget;
    }

    /// <summary>Bytes that decoded images take now.</summary>
    public long Bytes { get; private set; }

    /// <summary>The image, decoded or opened. Dispose it after use.</summary>
    /// <exception cref="Luciole.Files.InputException">The file is missing or damaged.</exception>
    public IImageSource Get(string path)
    {
        lock (_lock)
        {
            if (_byPath.TryGetValue(path, out var node))
            {
                _recentFirst.Remove(node);
                _recentFirst.AddFirst(node);
                return node.Value.Image;
            }
        }

        var source = _open(path);
        var samples = (long)source.Height * source.Width * source.Channels;
        var bytes = samples * sizeof(float);
        if (bytes > _budget || samples > Array.MaxLength)
            return source;
        using (source)
        {
            var decoded = new DecodedImage(source);
            Keep(path, decoded, bytes);
            return decoded;
        }
    }

    private void Keep(string path, DecodedImage image, long bytes)
    {
        lock (_lock)
        {
            // Another thread may have decoded the same file meanwhile.
            if (_byPath.ContainsKey(path))
                return;
            while (Bytes + bytes > _budget && _recentFirst.Last is { } oldest)
            {
                _recentFirst.RemoveLast();
                _byPath.Remove(oldest.Value.Path);
                Bytes -= oldest.Value.Bytes;
            }

            _byPath[path] = _recentFirst.AddFirst((path, image, bytes));
            Bytes += bytes;
        }
    }
}
