using System.Buffers.Binary;

namespace Luciole.Imaging.Tests;

/// <summary>Puts TIFF files together tag by tag, as a second implementation that knows nothing of libtiff and can lie.</summary>
#pragma warning disable CA1001 // a stream in memory holds nothing
internal sealed class RawTiff(bool littleEndian = true, bool big = false)
{
    private readonly MemoryStream _file = new();
    private readonly List<(ushort Tag, ushort Type, long Count, byte[] Values)> _tags = [];
    private long _linkAt;

    public static byte[] Grey16(int width, int height, ReadOnlySpan<ushort> pixels, bool littleEndian = true, Action<RawTiff>? change = null)
    {
        var tiff = new RawTiff(littleEndian);
        var data = new byte[pixels.Length * 2];
        for (var i = 0; i < pixels.Length; i++)
            tiff.Put(data.AsSpan(i * 2), 2, pixels[i]);
        tiff.Header();
        var at = tiff.Data(data);
        tiff.Short(256, width).Short(257, height).Short(258, 16).Short(259, 1).Short(262, 1).Long(273, at).Short(277, 1).Short(278, height).Long(279, data.Length);
        change?.Invoke(tiff);
        tiff.Page();
        return tiff.ToArray();
    }

    public RawTiff Header()
    {
        _file.Write(littleEndian ? "II"u8 : "MM"u8);
        Number(2, big ? 43 : 42);
        if (big)
        {
            Number(2, 8);
            Number(2, 0);
        }

        _linkAt = _file.Position;
        Number(big ? 8 : 4, 0);
        return this;
    }

    public long Data(ReadOnlySpan<byte> bytes)
    {
        var at = _file.Position;
        _file.Write(bytes);
        return at;
    }

    public RawTiff Short(ushort tag, params long[] values) => Tag(tag, 3, 2, values);

    public RawTiff Long(ushort tag, params long[] values) => Tag(tag, 4, 4, values);

    public RawTiff Rational(ushort tag, long numerator, long denominator)
    {
        var bytes = new byte[8];
        Put(bytes, 4, numerator);
        Put(bytes.AsSpan(4), 4, denominator);
        return Add(tag, 5, 1, bytes);
    }

    public RawTiff Text(ushort tag, string text)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(text + "\0");
        return Add(tag, 2, bytes.Length, bytes);
    }

    /// <summary>A tag with a count of its own making.</summary>
    public RawTiff Lie(ushort tag, ushort type, long count, byte[] values) => Add(tag, type, count, values);

    /// <summary>Writes the tags as a directory and links it into the chain; 0 links lead to the offset given.</summary>
    public long Page(long next = 0)
    {
        var places = new Dictionary<ushort, long>();
        foreach (var (tag, _, _, values) in _tags.Where(t => t.Values.Length > (big ? 8 : 4)))
            places[tag] = Data(values);
        var at = _file.Position;
        Number(big ? 8 : 2, _tags.Count);
        foreach (var (tag, type, count, values) in _tags.OrderBy(t => t.Tag))
        {
            Number(2, tag);
            Number(2, type);
            Number(big ? 8 : 4, count);
            if (places.TryGetValue(tag, out var place))
                Number(big ? 8 : 4, place);
            else
                _file.Write([.. values, .. new byte[(big ? 8 : 4) - values.Length]]);
        }

        var link = _file.Position;
        Number(big ? 8 : 4, next);
        _file.Position = _linkAt;
        Number(big ? 8 : 4, at);
        _file.Position = _file.Length;
        _linkAt = link;
        _tags.Clear();
        return at;
    }

    public byte[] ToArray() => _file.ToArray();

    private RawTiff Tag(ushort tag, ushort type, int size, long[] values)
    {
        var bytes = new byte[values.Length * size];
        for (var i = 0; i < values.Length; i++)
            Put(bytes.AsSpan(i * size), size, values[i]);
        return Add(tag, type, values.Length, bytes);
    }

    private RawTiff Add(ushort tag, ushort type, long count, byte[] values)
    {
        _tags.RemoveAll(t => t.Tag == tag);
        _tags.Add((tag, type, count, values));
        return this;
    }

    private void Number(int size, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        Put(bytes, size, value);
        _file.Write(bytes[..size]);
    }

    private void Put(Span<byte> target, int size, long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        bytes = bytes[..size];
        if (!littleEndian)
            bytes.Reverse();
        bytes.CopyTo(target);
    }
}
