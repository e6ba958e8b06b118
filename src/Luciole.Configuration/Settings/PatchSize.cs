namespace Luciole.Configuration;

/// <summary>What the network sees: height, width and channels.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">Channels.</param>
public readonly record struct PatchSize(int Height, int Width, int Channels);
