using Luciole.Files;

namespace Luciole.Workflows;

/// <summary>The names of the three files that a reconstruction makes.</summary>
/// <param name="Prediction">The prediction everywhere: the name of the image.</param>
/// <param name="Masked">What the network saw.</param>
/// <param name="Mixture">The prediction where the image was hidden, the image where it was visible.</param>
internal sealed record ReconstructionNames(string Prediction, string Masked, string Mixture)
{
    private const string Extension = ".tif";
    private const string OmeExtension = ".ome.tif";

    /// <summary>All three.</summary>
    public IEnumerable<string> All => [Prediction, Masked, Mixture];

    /// <summary>From the names of predictions, such as <c>cells.ome.tif</c>: <c>cells_masked.ome.tif</c> and so on.</summary>
    /// <exception cref="InputException">An image bears a name that another one's reconstruction needs.</exception>
    public static IReadOnlyList<ReconstructionNames> Of(IReadOnlyList<string> predictions)
    {
        IReadOnlyList<ReconstructionNames> names = [.. predictions.Select(name => new ReconstructionNames(name, With(name, "_masked"), With(name, "_reconstruction_and_visible")))];
        if (names.SelectMany(n => n.All).GroupBy(n => n, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new InputException($"{twice.Key}: two images would both be written under this name, as one is named like the other's reconstruction; rename one of them.");
        return names;
    }

    private static string With(string name, string suffix)
    {
        var extension = name.EndsWith(OmeExtension, StringComparison.OrdinalIgnoreCase) ? OmeExtension : Extension;
        return name[..^extension.Length] + suffix + name[^extension.Length..];
    }
}
