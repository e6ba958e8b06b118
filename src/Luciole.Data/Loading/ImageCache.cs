using Luciole.Data.Discovery;
using Luciole.Imaging.Pixels;

namespace Luciole.Data.Loading;

/// <summary>
/// Decoded images up to a budget of bytes. Training uses every image once an epoch, in an order that changes; then what is thrown out for
/// another image is likely to be wanted before that one is. So the images that come first stay, until seven eighths of the budget are full;
/// in the rest the one not used for longest goes first, which serves patches of one image that follow each other. An image larger
/// than that rest, or than one array, is not kept: it is opened anew each time and read by bands. Safe for several threads.
/// </summary>
/// <param name="open">Opens an image file.</param>
/// <param name="budget">Bytes that decoded images may take.</param>
public sealed class ImageCache(Func<string, IImageSource> open, long budget)
{
    private const int PassingPart = 8;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, IImageSource> _staying = new(StringComparer.Ordinal);
    private readonly Dictionary<string, LinkedListNode<(string Path, IImageSource Image, long Bytes)>> _passing = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Path, IImageSource Image, long Bytes)> _recentFirst = new();
    private readonly Dictionary<string, Lazy<IImageSource>> _decoding = new(StringComparer.Ordinal);
    private long _stayingBytes;
    private long _passingBytes;

    /// <summary>Bytes that decoded images take now.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
                return _stayingBytes + _passingBytes;
        }
    }

    private long PassingBudget => budget / PassingPart;

    private long StayingBudget => budget - PassingBudget;

    /// <summary>The image, decoded or opened. Dispose it after use. Threads that want the same file at once have it decoded once.</summary>
    /// <exception cref="Luciole.Files.InputException">The file is missing or damaged.</exception>
    public IImageSource Get(string path)
    {
        lock (_lock)
        {
            if (Find(path) is { } kept)
                return kept;
        }

        var source = open(path);
        var bytes = DecodedImage.SizeOf(source);
        if (!HasRoom(bytes))
            return source;
        using (source)
        {
            Lazy<IImageSource>? decoding;
            lock (_lock)
            {
                if (Find(path) is { } kept)
                    return kept;
                if (!_decoding.TryGetValue(path, out decoding))
                    _decoding[path] = decoding = new Lazy<IImageSource>(() => Decode(path, source, bytes));
            }

            return decoding.Value;
        }
    }

    /// <summary>The size of an image, from its header.</summary>
    /// <exception cref="Luciole.Files.InputException">The file is missing or damaged.</exception>
    public ImageSize SizeOf(string path)
    {
        using var image = open(path);
        return new ImageSize(image.Height, image.Width, image.Channels);
    }

    private IImageSource? Find(string path)
    {
        if (_staying.TryGetValue(path, out var image))
            return image;
        if (!_passing.TryGetValue(path, out var node))
            return null;
        _recentFirst.Remove(node);
        _recentFirst.AddFirst(node);
        return node.Value.Image;
    }

    private bool HasRoom(long bytes)
    {
        lock (_lock)
            return bytes <= Array.MaxLength && (_stayingBytes + bytes <= StayingBudget || bytes <= PassingBudget);
    }

    private DecodedImage Decode(string path, IImageSource source, long bytes)
    {
        try
        {
            var image = new DecodedImage(source);
            Keep(path, image, bytes);
            return image;
        }
        finally
        {
            // A file that could not be read is tried again by who asks next.
            lock (_lock)
                _decoding.Remove(path);
        }
    }

    private void Keep(string path, DecodedImage image, long bytes)
    {
        lock (_lock)
        {
            if (_staying.ContainsKey(path) || _passing.ContainsKey(path))
                return;
            if (_stayingBytes + bytes <= StayingBudget)
            {
                _staying[path] = image;
                _stayingBytes += bytes;
                return;
            }

            if (bytes > PassingBudget)
                return;
            while (_passingBytes + bytes > PassingBudget && _recentFirst.Last is { } oldest)
            {
                _recentFirst.RemoveLast();
                _passing.Remove(oldest.Value.Path);
                _passingBytes -= oldest.Value.Bytes;
            }

            _passing[path] = _recentFirst.AddFirst((path, image, bytes));
            _passingBytes += bytes;
        }
    }
}
