namespace Luciole.Data.Preparation;

/// <summary>An image out of an archive.</summary>
/// <param name="Study">The study's name, which is that of its folder.</param>
/// <param name="Name">The file's name.</param>
/// <param name="Size">Bytes.</param>
internal readonly record struct ExtractedFile(string Study, string Name, long Size);
