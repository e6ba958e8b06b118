using System.Text.Json;
using Luciole.Files;

namespace Luciole.Imaging.Tiff;

/// <summary>The description that tifffile writes when it is told of no other: JSON with the array's shape.</summary>
internal sealed class ShapedDescription
{
    private readonly int[] _shape;
    private readonly string? _axes;

    private ShapedDescription(int[] shape, string? axes) => (_shape, _axes) = (shape, axes);

    public static ShapedDescription? Parse(string? description)
    {
        if (description is null || !description.StartsWith("{\"shape\":", StringComparison.Ordinal))
            return null;
        try
        {
            using var document = JsonDocument.Parse(description);
            int[] shape = [.. document.RootElement.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];
            var axes = document.RootElement.TryGetProperty("axes", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString() : null;
            return shape.All(size => size > 0) ? new ShapedDescription(shape, axes?.Length == shape.Length ? axes : null) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>The planes in the shape described, or null when it does not fit the pages: then the description is of no use.</summary>
    public TiffSeries? Arrange(TiffFile file)
    {
        var page = file.Page(0);
        int[] pageShape = page.SamplesPerPixel == 1 ? [page.Height, page.Width]
            : page.IsPlanar ? [page.SamplesPerPixel, page.Height, page.Width]
            : [page.Height, page.Width, page.SamplesPerPixel];
        if (_shape.Length < pageShape.Length || !_shape.AsSpan()[^pageShape.Length..].SequenceEqual(pageShape))
            return null;

        var leading = _shape[..^pageShape.Length];
        var planes = leading.Aggregate((Int128)1, (a, b) => a * b);
        if (planes > int.MaxValue)
            throw new InputException($"{file.Path}: its description claims {planes} planes; the description is damaged.");
        // Letters that the plane itself uses would make the axes ambiguous.
        var axes = _axes is null || _axes[..leading.Length].Any(letter => letter is 'Y' or 'X' or 'S') ? new string('Q', leading.Length) : _axes[..leading.Length];
        return new TiffSeries([file], DescriptionKind.Shaped, axes, leading, ContiguousPlanes.Find(file, (long)planes) ?? (plane => new PlaneAddress(0, (int)plane)));
    }
}
