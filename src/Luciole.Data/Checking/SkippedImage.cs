namespace Luciole.Data.Checking;

/// <summary>An image that is left out.</summary>
/// <param name="Path">The file.</param>
/// <param name="Reason">Why, in a sentence.</param>
public sealed record SkippedImage(string Path, string Reason);
